// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * How far Redis's clock is ahead of this host's, as of when it was last asked.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class RedisClock {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    /** Smaller differences of clocks are left alone: they are well within the grace. */
    private static final long TOLERATED_OFFSET_MILLIS = 500;

    private final BatchTransport transport;
    private final LongConsumer correction;
    private final Clock clock;
    private boolean known;
    private long checkedNanos;
    private long offsetMillis;

    /**
     * A clock that was never asked, and is taken to be this host's.
     *
     * @param correction told how far Redis's clock is ahead of this host's, in milliseconds
     */
    RedisClock(BatchTransport transport, LongConsumer correction, Clock clock) {
        this.transport = transport;
        this.correction = correction;
        this.clock = clock;
    }

    /** Asks it, unless that was done lately. */
    void check() {
        if (known && clock.nanos() - checkedNanos < CHECK_INTERVAL.toNanos()) {
            return;
        }
        long offset = transport.clockOffsetMillis();
        offsetMillis = Math.abs(offset) < TOLERATED_OFFSET_MILLIS ? 0 : offset;
        correction.accept(offsetMillis);
        known = true;
        checkedNanos = clock.nanos();
    }

    /** It may be another Redis next time. */
    void askAgain() {
        known = false;
    }

    long epochMillis() {
        return clock.epochMillis() + offsetMillis;
    }
}
