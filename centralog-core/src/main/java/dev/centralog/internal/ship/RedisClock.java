// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.HostClock;
import java.time.Duration;
import java.util.function.Consumer;

/*
 * What was counted before Redis's time is known is corrected once it is known, all by one difference. So until then, a change
 * of the host's clock, which is often set soon after the machine has started, is offset: time goes on by the monotonic clock.
 * Later it is not offset: a machine that has slept has its wall clock right and its monotonic clock behind. Redis is asked at
 * once then.
 */

/**
 * The time by which Redis's clock is ahead of this host's, as of the last time that Redis was asked.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class RedisClock {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    /** The error below which a clock is not corrected: it is well within the grace. */
    private static final long TOLERATED_MILLIS = 500;

    /** The smallest change of the host's clock that is offset; a smaller one only moves what was counted by a few seconds. */
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
     * Creates a clock for a Redis that was not asked yet; until then its time is taken to be this host's.
     *
     * @param correction receives the correction of this host's clock
     */
    RedisClock(BatchTransport transport, Consumer<HostClock> correction, Clock clock) {
        this.transport = transport;
        this.correction = correction;
        this.clock = clock;
        checked();
    }

    /** Asks Redis, unless that was done lately and the host's clock was not set since. */
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

    /** Returns by how many milliseconds this host's clock was set since it was last {@link #checked}. */
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

    /** Returns the nearest whole second, so that a difference of less than half a second is not corrected. */
    private static long seconds(long millis) {
        return Math.floorDiv(millis + TOLERATED_MILLIS, 1000);
    }

    /** Makes the next {@link #check} ask Redis, as it may be another one then. */
    void askAgain() {
        known = false;
    }

    /** Returns the time by Redis's clock in milliseconds, or before Redis was asked, by this host's. */
    long epochMillis() {
        followIfUnchecked();
        return clock.epochMillis() + aheadMillis;
    }
}
