// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The periods that a present one is compared with: of its length, one after the other, the last one ending at its start or shortly
 * before.
 *
 * @param starts the starts of the periods, the oldest first; empty if there is no data of a whole one
 * @param length the length of each
 * @param end the end of the last one: the start of the present period cut to the minute, or to the hour if it is by hours
 */
public record Baseline(List<Instant> starts, Duration length, Instant end) {
    /**
     * The most that a baseline goes back.
     *
     * @param periods the most periods, 0 or more. 99 of them make the chance of a false alarm 1 %
     * @param lookBack the longest time from the start of the first period to the end of the last one, 0 or more
     */
    public record Limits(int periods, Duration lookBack) {
        /**
         * Makes limits.
         *
         * @throws IllegalArgumentException if one of them is negative
         */
        public Limits {
            if (periods < 0) {
                throw new IllegalArgumentException("periods is " + periods + "; allowed is 0 or more");
            }
            if (lookBack.isNegative()) {
                throw new IllegalArgumentException("lookBack is " + lookBack + "; allowed is 0 or more");
            }
        }
    }

    /** Makes a baseline of a copy of the list. */
    public Baseline {
        starts = List.copyOf(starts);
    }

    /**
     * Returns the baseline of a period.
     *
     * @param start the start of the present period
     * @param length its length, in whole minutes
     * @param earliest since when there is data: of hours if {@link #isByHours} says so, otherwise of minutes
     * @param limits how far to go back
     * @throws IllegalArgumentException if the length is not one minute or a multiple of it
     */
    public static Baseline before(Instant start, Duration length, Instant earliest, Limits limits) {
        if (length.isNegative() || length.isZero() || !isWhole(length, ChronoUnit.MINUTES)) {
            throw new IllegalArgumentException("length is " + length + "; allowed are whole minutes, 1 or more");
        }
        Instant end = start.truncatedTo(isByHours(length) ? ChronoUnit.HOURS : ChronoUnit.MINUTES);
        Duration known = Duration.between(earliest, end);
        Duration back = known.compareTo(limits.lookBack) < 0 ? known : limits.lookBack;
        long periods = back.isNegative() ? 0 : Math.min(limits.periods, back.dividedBy(length));
        List<Instant> starts = LongStream.range(0, periods)
                .mapToObj(index -> end.minus(length.multipliedBy(periods - index)))
                .toList();
        return new Baseline(starts, length, end);
    }

    /** Returns whether periods of this length are whole hours, so that sums of hours do for the baseline. */
    public static boolean isByHours(Duration length) {
        return isWhole(length, ChronoUnit.HOURS);
    }

    private static boolean isWhole(Duration length, ChronoUnit unit) {
        return length.equals(length.truncatedTo(unit));
    }
}
