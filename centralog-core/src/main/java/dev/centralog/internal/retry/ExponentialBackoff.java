// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between attempts. The upper bound of each is twice that of the one before, up to a maximum, and each
 * pause is drawn at random from the upper half of its bound. So if a Redis becomes available again, a thousand
 * processes do not all connect in the same moment, and none connects at once. The idea is Marc Brooker's "equal
 * jitter" ("Exponential Backoff And Jitter", AWS Architecture Blog, March 2015).
 *
 * <p>Thread-safety: any thread.
 *
 * @param initial the upper bound of the first pause, which is at least half of that
 * @param maximum the upper bound of every pause
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
     * @param attempt the number of attempts that have failed so far: 1 or more
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
