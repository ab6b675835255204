// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

/**
 * A clock that stands still. Thread-safe.
 *
 * @param epochMillis what it shows
 * @param nanos what it shows, of an origin of its own
 */
public record StandingClock(long epochMillis, long nanos) implements Clock {
    /** Stands at the start of the epoch. */
    public static final Clock ZERO = new StandingClock(0, 0);
}
