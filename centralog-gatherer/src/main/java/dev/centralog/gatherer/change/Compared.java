// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The part of a period that is compared with the time before it. A period of whole hours, up to a day, is compared as it is, with
 * hours before it. Of any other one that has a whole hour of the clock, these hours are compared, the last {@value #MOST_HOURS} of
 * them: sums of hours reach far back. A shorter period is compared by minutes.
 *
 * @param from its start, a minute
 * @param to its end, a minute
 */
public record Compared(Instant from, Instant to) {
    /** The most hours that are compared. */
    public static final int MOST_HOURS = 24;

    /** The time that hours are compared with: a week before the period, so that each day of the week is in it. */
    public static final Duration LOOK_BACK_BY_HOURS = Duration.ofDays(7);

    /** The same for minutes, of which there are sixty times as many. */
    public static final Duration LOOK_BACK_BY_MINUTES = Duration.ofDays(1);

    /** The most periods to compare with. With them the chance of a false alarm is 1 %. */
    public static final int MOST_PERIODS = 99;

    private static final Duration MOST = Duration.ofHours(MOST_HOURS);
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * Returns the part of a period.
     *
     * @param from the period's start; it is cut to the minute
     * @param to the period's end; a minute that has begun is taken whole
     */
    public static Compared of(Instant from, Instant to) {
        Instant start = from.truncatedTo(ChronoUnit.MINUTES);
        Instant cut = to.truncatedTo(ChronoUnit.MINUTES);
        Instant end = cut.equals(to) && cut.isAfter(start) ? cut : cut.plus(1, ChronoUnit.MINUTES);
        Duration length = Duration.between(start, end);
        if (Baseline.isByHours(length) && length.compareTo(MOST) <= 0) {
            return new Compared(start, end);
        }
        Instant lastHour = end.truncatedTo(ChronoUnit.HOURS);
        Instant hour = start.truncatedTo(ChronoUnit.HOURS);
        Instant firstHour = hour.equals(start) ? hour : hour.plus(HOUR);
        if (!firstHour.isBefore(lastHour)) {
            return new Compared(start, end);
        }
        Instant earliest = lastHour.minus(MOST);
        return new Compared(firstHour.isBefore(earliest) ? earliest : firstHour, lastHour);
    }

    /** Returns the length, in whole minutes. */
    public Duration length() {
        return Duration.between(from, to);
    }

    /** Returns whether it is compared with sums of hours. */
    public boolean isByHours() {
        return Baseline.isByHours(length());
    }

    /**
     * Returns the periods before the whole period that this part is compared with.
     *
     * @param start the start of the whole period
     * @param earliest the time of the first sum
     */
    public Baseline baseline(Instant start, Instant earliest) {
        return Baseline.before(
                start,
                length(),
                earliest,
                new Baseline.Limits(MOST_PERIODS, isByHours() ? LOOK_BACK_BY_HOURS : LOOK_BACK_BY_MINUTES));
    }
}
