// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of sums of repeats: the days, the hours or the minutes from one time up to another.
 *
 * @param table the table of the sums
 * @param column the column of their time
 */
record CountRange(String table, String column, Instant from, Instant to) {
    /**
     * Returns the ranges of a period, one at least: whole hours of the clock, and the minutes before and after them. A period that
     * does not begin and end with a minute is made longer.
     */
    static List<CountRange> of(Instant since, Instant until) {
        Instant from = since.truncatedTo(ChronoUnit.MINUTES);
        Instant to = ceiling(until, ChronoUnit.MINUTES);
        Instant firstHour = ceiling(from, ChronoUnit.HOURS);
        Instant lastHour = to.truncatedTo(ChronoUnit.HOURS);
        if (!firstHour.isBefore(lastHour)) {
            return List.of(minutes(from, to));
        }
        List<CountRange> ranges = new ArrayList<>();
        if (from.isBefore(firstHour)) {
            ranges.add(minutes(from, firstHour));
        }
        ranges.add(hours(firstHour, lastHour));
        if (lastHour.isBefore(to)) {
            ranges.add(minutes(lastHour, to));
        }
        return ranges;
    }

    /**
     * Returns the same, but with whole days of the clock, in UTC.
     */
    static List<CountRange> withDays(Instant since, Instant until) {
        Instant firstDay = ceiling(since, ChronoUnit.DAYS);
        Instant lastDay = until.truncatedTo(ChronoUnit.DAYS);
        if (!firstDay.isBefore(lastDay)) {
            return of(since, until);
        }
        List<CountRange> ranges = new ArrayList<>();
        if (since.isBefore(firstDay)) {
            ranges.addAll(of(since, firstDay));
        }
        ranges.add(new CountRange("group_days", "day", firstDay, lastDay));
        if (lastDay.isBefore(until)) {
            ranges.addAll(of(lastDay, until));
        }
        return ranges;
    }

    /**
     * Returns the ranges of a period of a release: as the sums of hours are by release, all of one that began within an hour
     * is in that hour's sum.
     *
     * @param release null for all releases
     */
    static List<CountRange> of(Instant from, Instant to, @Nullable String release) {
        return release == null ? of(from, to) : List.of(hours(from.truncatedTo(ChronoUnit.HOURS), to));
    }

    static Instant ceiling(Instant time, ChronoUnit unit) {
        Instant floor = time.truncatedTo(unit);
        return floor.equals(time) ? floor : floor.plus(unit.getDuration());
    }

    static CountRange hours(Instant from, Instant to) {
        return new CountRange("group_hours", "hour", from, to);
    }

    static CountRange minutes(Instant from, Instant to) {
        return new CountRange("group_minutes", "minute", from, to);
    }

    /** Returns the condition that a group {@code g} has a sum in this range. */
    Condition isThere(Database database) {
        return new Condition(
                database.sums().isThere(table, column, database.parameter(ColumnType.TIME)), List.of(from, to));
    }

    /** Returns the same range of the sums by level. */
    CountRange byLevel() {
        return new CountRange("level_" + column + "s", column, from, to);
    }

    /** Returns the condition on the sums {@code c} of one group. */
    Condition condition(String timeParameter) {
        return new Condition(
                "c." + column + " >= " + timeParameter + " AND c." + column + " < " + timeParameter, List.of(from, to));
    }
}
