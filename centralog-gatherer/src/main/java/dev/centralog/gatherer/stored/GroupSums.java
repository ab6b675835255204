// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.ReleaseNames;
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
    private final @Nullable String host;
    private final @Nullable String release;

    /**
     * Makes the sums.
     *
     * @param host the only host; null for all
     */
    GroupSums(Database database, @Nullable String host) {
        this(database, host, null);
    }

    private GroupSums(Database database, @Nullable String host, @Nullable String release) {
        this.database = database;
        this.host = host;
        this.release = release;
    }

    /** Returns the sums of a release, which are of whole hours. */
    static GroupSums ofRelease(Database database, String release) {
        return new GroupSums(database, null, ReleaseNames.stored(release));
    }

    /**
     * Returns the subquery.
     *
     * @param bySlices whether no sum may belong to two of the slices
     * @param ids the numbers of the only groups; empty for all
     */
    Condition of(Slices slices, boolean bySlices, List<Long> ids) {
        String only = host;
        if (only != null) {
            return ofHost(only, slices.range(), ids);
        }
        return union(
                ranges(slices, bySlices).stream().map(range -> sums(range, ids)).toList());
    }

    /**
     * Returns the subquery of the groups that meet a condition on {@code groups g}, with a further column: group by group, which is
     * faster than by the time if the range is long or the groups are few.
     *
     * @param bySlices whether no sum may belong to two of the slices
     * @param column the further column, as an expression on {@code groups g} with its name
     */
    Condition byGroup(Slices slices, boolean bySlices, Condition groups, String column) {
        // A cross join is read by SQLite in its order.
        return union(ranges(slices, bySlices).stream()
                .map(range -> {
                    Condition all = Condition.all(
                            List.of(range.condition(database.parameter(ColumnType.TIME)), ofRelease(), groups));
                    return new Condition(
                            "SELECT c.groups_id, c." + range.column() + " AS time, c.repeats, " + column + " FROM "
                                    + database.quoted("groups") + " g CROSS JOIN " + range.table()
                                    + " c WHERE c.groups_id = g.id AND " + all.sql(),
                            all.parameters());
                })
                .toList());
    }

    private List<CountRange> ranges(Slices slices, boolean bySlices) {
        if (release != null) {
            return List.of(CountRange.hours(slices.since().truncatedTo(ChronoUnit.HOURS), slices.until()));
        }
        return bySlices && !slices.areOfHours()
                ? List.of(CountRange.minutes(slices.since(), slices.until()))
                : CountRange.of(slices.since(), slices.until());
    }

    private Condition ofRelease() {
        return Condition.is("c.release", release);
    }

    private Condition sums(CountRange range, List<Long> ids) {
        Condition all = Condition.all(
                List.of(range.condition(database.parameter(ColumnType.TIME)), ofRelease(), among("c.groups_id", ids)));
        return new Condition(
                "SELECT c.groups_id, c." + range.column() + " AS time, c.repeats FROM " + range.table() + " c WHERE "
                        + all.sql(),
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
