// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.HostClock;
import java.time.Duration;
import java.util.function.Consumer;

/*
 * What was counted before Redis has told its time is put right once it has, by one difference. So until then a host's clock
 * that is set, as it often is soon after the machine has started, is followed by the monotonic one. Later it is not: a machine
 * that has slept has its wall clock right and the other one behind. There Redis is asked at once.
 */

/**
 * How far Redis's clock is ahead of this host's, as of when it was last asked.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class RedisClock {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    /** A clock that is off by less than this is left alone: it is well within the grace. */
    private static final long TOLERATED_MILLIS = 500;

    /** A host's clock that is set by less is not followed: what that parts is seconds apart. */
    private static final long FOLLOWED_SECONDS = 5;

    private final BatchTransport transport;
    private final Consumer<HostClock> correction;
    private final Clock clock;
    private HostClock host = HostClock.unchecked(0);
    private boolean known;
    private long checkedNanos;
    private long checkedMillis;
    private long aheadMillis;

    /**
     * A clock that was never asked, and is taken to be this host's.
     *
     * @param correction told what this host's clock is corrected by
     */
    RedisClock(BatchTransport transport, Consumer<HostClock> correction, Clock clock) {
        this.transport = transport;
        this.correction = correction;
        this.clock = clock;
        checked();
    }

    /** Asks it, unless that was done lately and the host's clock was not set since. */
    void check() {
        if (known
                && clock.nanos() - checkedNanos < CHECK_INTERVAL.toNanos()
                && Math.abs(setByMillis()) < TOLERATED_MILLIS) {
            return;
        }
        followIfUnchecked();
        aheadMillis = transport.clockOffsetMillis();
        host = host.behindRedis(seconds(aheadMillis));
        known = true;
        checked();
    }

    private void checked() {
        checkedNanos = clock.nanos();
        checkedMillis = clock.epochMillis();
        correction.accept(host);
    }

    /** Returns by how much this host's clock was set since the last call. */
    private long setByMillis() {
        return clock.epochMillis()
                - checkedMillis
                - Duration.ofNanos(clock.nanos() - checkedNanos).toMillis();
    }

    private void followIfUnchecked() {
        long behind = seconds(-setByMillis());
        if (!host.isChecked() && Math.abs(behind - host.seconds()) >= FOLLOWED_SECONDS) {
            host = HostClock.unchecked(behind);
            aheadMillis = behind * 1000;
            correction.accept(host);
        }
    }

    /** The nearest whole second, so that what is off by less than half of one is left alone. */
    private static long seconds(long millis) {
        return Math.floorDiv(millis + TOLERATED_MILLIS, 1000);
    }

    /** It may be another Redis next time. */
    void askAgain() {
        known = false;
    }

    /** The time by Redis's clock, or before that was asked, by this host's. */
    long epochMillis() {
        followIfUnchecked();
        return clock.epochMillis() + aheadMillis;
    }
}
