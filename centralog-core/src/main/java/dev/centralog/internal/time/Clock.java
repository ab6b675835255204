// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.time.Duration;
import java.time.Instant;

/** The one place that asks what time it is. */
public interface Clock {
    /** Milliseconds of the epoch, by the host's clock, which may jump. */
    long epochMillis();

    /** Nanoseconds of an arbitrary origin that never go back. */
    long nanos();

    /** The machine's clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** Now, to the nanosecond where the platform has it. */
    static Instant now() {
        return Instant.now();
    }

    /** The nanoseconds of a time, at most {@link Long#MAX_VALUE}. */
    static long nanosOf(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException ignored) {
            return Long.MAX_VALUE;
        }
    }

    /** The only clock outside tests. */
    enum SystemClock implements Clock {
        INSTANCE;

        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }
}
