// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sums of repeats of groups by time, as a subquery with the columns {@code groups_id}, {@code time} and {@code repeats}: of
 * all hosts the sums by hour of the whole hours and those by minute of the rest, of one host its rows.
 */
final class GroupSums {
    private final Database database;
    private final String time;
    private final @Nullable String host;

    /**
     * Makes the sums.
     *
     * @param host the only host; null for all
     */
    GroupSums(Database database, @Nullable String host) {
        this.database = database;
        this.host = host;
        time = database.parameter(ColumnType.TIME);
    }

    /**
     * Returns the subquery.
     *
     * @param bySlices whether no sum may belong to two of the slices
     * @param ids the numbers of the only groups; empty for all
     */
    Condition of(Slices slices, boolean bySlices, List<Long> ids) {
        Instant since = slices.since();
        Instant until = slices.until();
        String only = host;
        if (only != null) {
            return ofHost(only, slices.range(), ids);
        }
        Instant fromHour = since.truncatedTo(ChronoUnit.HOURS);
        fromHour = fromHour.isBefore(since) ? fromHour.plus(1, ChronoUnit.HOURS) : fromHour;
        Instant toHour = until.truncatedTo(ChronoUnit.HOURS);
        if (!fromHour.isBefore(toHour) || (bySlices && !slices.areOfHours())) {
            return union(List.of(sums("minute", since, until, ids)));
        }
        List<Condition> parts = new ArrayList<>(List.of(sums("hour", fromHour, toHour, ids)));
        if (since.isBefore(fromHour)) {
            parts.add(sums("minute", since, fromHour, ids));
        }
        if (toHour.isBefore(until)) {
            parts.add(sums("minute", toHour, until, ids));
        }
        return union(parts);
    }

    private Condition sums(String unit, Instant from, Instant to, List<Long> ids) {
        Condition range = new Condition(unit + " >= " + time + " AND " + unit + " < " + time, List.of(from, to));
        Condition all = Condition.all(List.of(range, among("groups_id", ids)));
        return new Condition(
                "SELECT groups_id, " + unit + " AS time, repeats FROM group_" + unit + "s WHERE " + all.sql(),
                all.parameters());
    }

    private Condition ofHost(String only, TimeRange range, List<Long> ids) {
        List<Condition> conditions = new ArrayList<>(new EventConditions(database).ofTime(range, "p.window_start"));
        conditions.add(new Condition("p.host = ?", List.of(only)));
        conditions.add(among("g.id", ids));
        Condition all = Condition.all(conditions);
        return union(List.of(new Condition(
                "SELECT g.id AS groups_id, p.window_start AS time, p.repeats AS repeats FROM event_processes p JOIN "
                        + database.quoted("groups") + " g ON g.group_id = p.group_id WHERE " + all.sql(),
                all.parameters())));
    }

    /** Returns the condition that a column has one of some values; any if there are none. */
    static Condition among(String column, List<?> values) {
        return values.isEmpty()
                ? Condition.all(List.of())
                : new Condition(
                        column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")",
                        List.copyOf(values));
    }

    private static Condition union(List<Condition> parts) {
        return new Condition(
                "("
                        + String.join(
                                " UNION ALL ",
                                parts.stream().map(Condition::sql).toList()) + ") sums",
                parts.stream().flatMap(each -> each.parameters().stream()).toList());
    }
}
