// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.time.Duration;
import java.time.Instant;

/** The only place where Centralog reads the time. */
public interface Clock {
    /** Returns the milliseconds of the epoch by the host's clock, which may jump. */
    long epochMillis();

    /** Returns the nanoseconds since an arbitrary origin; never goes back. */
    long nanos();

    /** Returns the machine's clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** Returns the present time, to the nanosecond if the platform has it. */
    static Instant now() {
        return Instant.now();
    }

    /** Returns the nanoseconds of a time, at most {@link Long#MAX_VALUE}. */
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
