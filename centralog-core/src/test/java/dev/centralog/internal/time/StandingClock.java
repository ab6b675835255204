// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

/**
 * A clock that stands still. Thread-safe.
 *
 * @param epochMillis the date that it shows, in milliseconds of the epoch
 * @param nanos the nanoseconds that it shows, of an arbitrary origin
 */
public record StandingClock(long epochMillis, long nanos) implements Clock {
    /** A clock that stands at the start of the epoch. */
    public static final Clock ZERO = new StandingClock(0, 0);
}
