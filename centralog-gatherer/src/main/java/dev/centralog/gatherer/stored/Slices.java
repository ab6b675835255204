// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.StorableTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A range of time in equal slices, as a rule at most {@value #MOST}. The first and the last one may begin before the range or end behind it.
 *
 * @param since the start of the range, a full minute
 * @param until its end, a full minute
 * @param width the length of a slice; whole slices are whole minutes or hours
 */
public record Slices(Instant since, Instant until, Duration width) {
    static final int MOST = 24;

    /** The age from which on there may be no sums by minute, so that a range is of whole hours; a day before these are deleted. */
    public static final Duration MINUTES_ARE_KEPT = Duration.ofDays(34);

    /** Lengths that divide an hour or are made of hours, so that no sum belongs to two slices. */
    private static final List<Duration> WIDTHS = LongStream.of(
                    1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 4320, 10_080, 20_160, 40_320)
            .mapToObj(Duration::ofMinutes)
            .toList();

    /**
     * Returns the slices of a range that is made longer to whole minutes, or whole hours where sums by minute may have been
     * deleted.
     *
     * @param since not later than {@code until}
     * @param now the time by which the age of the range is known
     */
    public static Slices of(Instant since, Instant until, Instant now) {
        return of(since, until, now, MOST);
    }

    /** Returns the same, with another number of slices at most. */
    public static Slices of(Instant since, Instant until, Instant now, int most) {
        Instant minutesFrom = now.minus(MINUTES_ARE_KEPT);
        Instant from = since.truncatedTo(since.isBefore(minutesFrom) ? ChronoUnit.HOURS : ChronoUnit.MINUTES);
        ChronoUnit unit = until.isBefore(minutesFrom) ? ChronoUnit.HOURS : ChronoUnit.MINUTES;
        Instant to = until.truncatedTo(unit);
        Instant next = to.plus(unit.getDuration());
        if ((to.isBefore(until) || !to.isAfter(from)) && StorableTime.fits(next)) {
            to = next;
        }
        return atLeastOf(0, most, from, to);
    }

    /** Returns slices of whole hours, of a range that is made longer to whole hours. */
    public static Slices ofHours(Instant since, Instant until, int most) {
        Instant from = since.truncatedTo(ChronoUnit.HOURS);
        Instant to = until.truncatedTo(ChronoUnit.HOURS);
        Instant next = to.plus(1, ChronoUnit.HOURS);
        boolean isCut = to.isBefore(until) || !to.isAfter(from);
        return atLeastOf(WIDTHS.indexOf(Duration.ofHours(1)), most, from, isCut && StorableTime.fits(next) ? next : to);
    }

    private static Slices atLeastOf(int width, int most, Instant from, Instant to) {
        int n = width;
        Slices slices = new Slices(from, to, WIDTHS.get(n));
        while (slices.last() >= most) {
            n++;
            slices = new Slices(from, to, n < WIDTHS.size() ? WIDTHS.get(n) : slices.width.multipliedBy(2));
        }
        return slices;
    }

    /** Returns the start of the last day before a time, in whole hours: 24 slices of an hour at most. */
    public static Instant startOfLastDay(Instant until) {
        return until.minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    /** Returns the number of slices. */
    public int count() {
        return Math.toIntExact(last() + 1);
    }

    private long last() {
        return before(until.minusSeconds(1)) - before(since);
    }

    /** Returns the number of whole slices between 1970 and a time. */
    private long before(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), width.toSeconds());
    }

    /** Returns the start of a slice; the first one may begin before the range. */
    public Instant start(int slice) {
        return Instant.ofEpochSecond((before(since) + slice) * width.toSeconds());
    }

    /** Returns the number of the slice that a time of the range is in, from 0. */
    public int index(Instant time) {
        return Math.toIntExact(before(time) - before(since));
    }

    /** Returns the range. */
    public TimeRange range() {
        return new TimeRange(since, until);
    }

    /** Returns the same of days. */
    boolean areOfDays() {
        return width.toDays() >= 1;
    }

    /** Returns whether no slice divides an hour, but for the first and the last one. */
    boolean areOfHours() {
        return width.toMinutes() >= 60;
    }
}
