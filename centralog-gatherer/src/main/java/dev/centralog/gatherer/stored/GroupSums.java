// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.ReleaseNames;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sums of repeats of groups by time, as a subquery with the columns {@code groups_id}, {@code time} and {@code repeats}: of
 * all hosts the sums by day of the whole days, those by hour of the whole hours and those by minute of the rest, of one host its
 * rows.
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
     * @param length the sums that are wanted
     * @param ids the numbers of the only groups; empty for all
     */
    Condition of(Slices slices, Length length, List<Long> ids) {
        String only = host;
        if (only != null) {
            return ofHost(only, slices.range(), ids);
        }
        return union(
                ranges(slices, length).stream().map(range -> sums(range, ids)).toList());
    }

    /**
     * Returns the subquery of the groups that meet a condition on {@code groups g}, with a further column: group by group, which is
     * faster than by the time if the range is long or the groups are few.
     *
     * @param length the sums that are wanted
     * @param column the further column, as an expression on {@code groups g} with its name
     */
    Condition byGroup(Slices slices, Length length, Condition groups, String column) {
        // A cross join is read by SQLite in its order.
        return union(ranges(slices, length).stream()
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

    /**
     * Returns a subquery with the columns {@code groups_id} and {@code amount}: what the sums of the groups come to, a row for each
     * group and each of a few ranges.
     *
     * @param length the sums that are wanted
     * @param amount the amount of many sums {@code c}
     * @param groups the condition on {@code groups g} by which sums are found; null to find them by the time
     */
    Condition amounts(Slices slices, Length length, Amount amount, @Nullable Condition groups) {
        return union(ranges(slices, length).stream()
                .map(range -> {
                    Condition of = amount.of("c." + range.column());
                    List<Condition> all =
                            new ArrayList<>(List.of(range.condition(database.parameter(ColumnType.TIME)), ofRelease()));
                    String from = range.table() + " c";
                    String group = "c.groups_id";
                    if (groups != null) {
                        // A cross join is read by SQLite in its order, which is that of the groups.
                        from = database.quoted("groups") + " g CROSS JOIN " + from;
                        group = "g.id";
                        all.add(0, new Condition("c.groups_id = g.id", List.of()));
                        all.add(groups);
                    }
                    Condition where = Condition.all(all);
                    return new Condition(
                            "SELECT " + group + " AS groups_id, " + of.sql() + " AS amount FROM " + from + " WHERE "
                                    + where.sql() + " GROUP BY " + group,
                            Stream.concat(of.parameters().stream(), where.parameters().stream())
                                    .toList());
                })
                .toList());
    }

    /** The longest sums that are wanted, if they fit into the range. */
    enum Length {
        ANY,
        HOUR,
        /** Such that no sum belongs to two slices. */
        SLICE;

        /** Returns the length by which an order can be told. */
        static Length of(Order order) {
            return switch (order) {
                case TOTAL, FIRST -> ANY;
                case LAST -> HOUR;
                case TREND -> SLICE;
            };
        }
    }

    /** An amount of many sums. */
    interface Amount {
        /** Returns an expression of many sums {@code c}, given the column with their time. */
        Condition of(String time);
    }

    private List<CountRange> ranges(Slices slices, Length length) {
        Instant since = slices.since();
        Instant until = slices.until();
        if (release != null) {
            since = since.truncatedTo(ChronoUnit.HOURS);
            until = CountRange.ceiling(until, ChronoUnit.HOURS);
        }
        return switch (length) {
            case ANY -> CountRange.withDays(since, until);
            case HOUR -> CountRange.of(since, until);
            case SLICE ->
                slices.areOfDays()
                        ? CountRange.withDays(since, until)
                        : slices.areOfHours() || release != null
                                ? CountRange.of(since, until)
                                : List.of(CountRange.minutes(since, until));
        };
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
