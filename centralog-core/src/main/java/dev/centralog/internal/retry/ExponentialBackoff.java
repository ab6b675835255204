// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts: each up to twice as long as the one before, until a maximum, and each drawn by chance from the
 * upper half of what it may be. So a thousand processes whose Redis comes back do not all connect in the same moment, and
 * none connects at once. The idea is Marc Brooker's "equal jitter" ("Exponential Backoff And Jitter", AWS Architecture Blog,
 * March 2015).
 *
 * <p>Thread-safety: any thread.
 *
 * @param initial the most that the first pause takes; it takes half of that at least
 * @param maximum the most that any pause takes
 */
public record ExponentialBackoff(Duration initial, Duration maximum) {
    public ExponentialBackoff {
        if (initial.toNanos() < 2 || initial.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("pauses from " + initial + " to " + maximum);
        }
    }

    /**
     * Returns a pause in nanoseconds.
     *
     * @param attempt how many attempts have failed so far: 1 or more
     */
    public long pauseNanos(long attempt) {
        long most = initial.toNanos();
        for (long doubled = 1; doubled < attempt && most < maximum.toNanos(); doubled++) {
            most *= 2;
        }
        most = Math.min(most, maximum.toNanos());
        return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    }
}
