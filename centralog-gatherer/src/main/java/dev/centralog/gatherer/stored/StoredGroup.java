// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.EventSection;
import dev.centralog.ProcessInfo;
import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.GroupFamily;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.stored.GroupSums.Length;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stored group, or several that are shown as one. All methods block, and throw {@link SinkException} if the database can't be
 * read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredGroup {
    /** The most events in full whose values are read. */
    public static final int MOST_READ = 100_000;

    private static final List<EventSection> SECTIONS =
            List.of(EventSection.ARGUMENTS, EventSection.MDC, EventSection.KEY_VALUES);

    /** The condition that a row has an event of its own, and counts it. */
    private static final Condition HAS_OWN = new Condition("e.borrowed = 0 AND e." + GroupFamily.IS_WHOLE, List.of());

    private final Database database;
    private final Queries queries;
    private final List<GroupInfo> groups;
    private final @Nullable Duration longest;

    /** @param longest how long rows are read before the others are left out; null to read all of them */
    StoredGroup(Queries queries, List<GroupInfo> groups, @Nullable Duration longest) {
        this.queries = queries;
        this.longest = longest;
        this.groups = List.copyOf(groups);
        database = queries.database();
    }

    /** Returns the groups. */
    public List<GroupInfo> groups() {
        return groups;
    }

    /** Returns the numbers of the groups, in parts that fit into a statement. */
    private List<List<Long>> ids() {
        return Parts.of(numbers());
    }

    private List<Long> numbers() {
        return groups.stream().map(GroupInfo::id).toList();
    }

    /** Returns the repeats of all hours that are kept. */
    public long repeats() {
        long repeats = 0;
        for (List<Long> some : ids()) {
            Condition condition = GroupSums.among("groups_id", some);
            repeats = CappedSum.of(
                    repeats,
                    queries.all(
                                    "SELECT " + Sums.COLUMNS + " FROM group_hours WHERE " + condition.sql(),
                                    condition.parameters(),
                                    Sums::read)
                            .get(0));
        }
        return repeats;
    }

    /** Returns the repeats by slice. */
    public List<Long> repeats(Slices slices) {
        long[] counts = new long[slices.count()];
        for (List<Long> some : ids()) {
            Condition sums = new GroupSums(database, null).of(slices, Length.SLICE, some);
            queries.each("SELECT time, repeats FROM " + sums.sql(), sums.parameters(), row -> {
                int slice = slices.index(database.time(row, "time"));
                counts[slice] = CappedSum.of(counts[slice], row.getLong("repeats"));
            });
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** Returns the repeats by the ids of families; a family without any is missing. */
    public Map<String, Long> repeatsByFamily(Slices slices) {
        Map<Long, String> families = new HashMap<>();
        groups.forEach(each -> families.put(each.id(), Objects.requireNonNullElse(each.familyId(), "")));
        Map<String, Long> repeats = new HashMap<>();
        for (List<Long> some : ids()) {
            Condition sums = new GroupSums(database, null).of(slices, Length.ANY, some);
            queries.each(
                    "SELECT groups_id, " + Sums.COLUMNS + " FROM " + sums.sql() + " GROUP BY groups_id",
                    sums.parameters(),
                    row -> repeats.merge(
                            families.getOrDefault(row.getLong("groups_id"), ""), Sums.read(row), CappedSum::of));
        }
        return repeats;
    }

    /**
     * Returns what the rows of a range tell that are kept: the repeats by process, and the values of the events that are stored in
     * full, of the rows' own events and of the samples the latest, {@value #MOST_READ} each at most.
     */
    public RowCounts rows(TimeRange range) {
        Map<String, ProcessCount> sums = new LinkedHashMap<>();
        FieldValues.Builder values = new FieldValues.Builder();
        Instant since = null;
        if (longest == null || range.since() == null || range.until() == null) {
            read(range, sums, values);
        } else {
            StepsBack steps = new StepsBack(RowsBack.of(numbers(), queries), range.since(), range.until());
            do {
                steps.go(step -> read(step, sums, values));
            } while (!steps.isAtEnd() && !steps.haveTaken(longest));
            since = steps.isAtEnd() ? null : steps.to();
        }
        List<ProcessCount> processes = new ArrayList<>(sums.values());
        processes.sort(
                Comparator.comparingLong(ProcessCount::repeats).reversed().thenComparing(ProcessCount::processId));
        return new RowCounts(processes, values.build(), since);
    }

    private void read(TimeRange range, Map<String, ProcessCount> sums, FieldValues.Builder values) {
        for (List<String> some :
                Parts.of(groups.stream().map(GroupInfo::groupId).toList())) {
            processes(within(range, "p", GroupSums.among("p.group_id", some)))
                    .forEach(each -> sums.merge(each.processId(), each, ProcessCount::plus));
        }
        for (List<Long> some : ids()) {
            Condition rows = within(range, "e", GroupSums.among("e.groups_id", some));
            read(values, "e", "", Condition.all(List.of(rows, HAS_OWN)));
            read(values, "s", " JOIN sample_rows s ON " + EventConditions.SAME_ROW, rows);
            queries.each(
                    "SELECT sum(e.in_full) AS in_full FROM event_rows e WHERE " + rows.sql(),
                    rows.parameters(),
                    row -> values.inFull(row.getLong("in_full")));
        }
    }

    private List<ProcessCount> processes(Condition condition) {
        // Names behind their view's: release alone is a reserved word in MariaDB.
        String info = Stream.of("process_id", "app", "environment", "release", "host", "pid", "instance")
                .map("p."::concat)
                .collect(Collectors.joining(", "));
        return queries.all(
                "SELECT " + info + ", " + Sums.COLUMNS + ", min(p.window_start) AS first_window, max(p.window_start) AS"
                        + " last_window FROM event_processes p WHERE " + condition.sql() + " GROUP BY " + info,
                condition.parameters(),
                this::process);
    }

    private ProcessCount process(ResultSet row) throws SQLException {
        return new ProcessCount(
                EventRows.text(row, "process_id"),
                new ProcessInfo(
                        EventRows.text(row, "app"),
                        EventRows.text(row, "environment"),
                        EventRows.text(row, "release"),
                        EventRows.text(row, "host"),
                        row.getLong("pid"),
                        EventRows.text(row, "instance")),
                Sums.read(row),
                database.time(row, "first_window"),
                database.time(row, "last_window"));
    }

    private void read(FieldValues.Builder values, String of, String joined, Condition rows) {
        String columns = SECTIONS.stream()
                .map(each -> of + "." + each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        queries.each(
                "SELECT " + columns + " FROM event_rows e" + joined + " WHERE " + rows.sql()
                        + " ORDER BY e.window_start DESC LIMIT " + MOST_READ,
                rows.parameters(),
                row -> values.add(EventRows.sections(row, SECTIONS)));
    }

    private Condition within(TimeRange range, String rows, Condition among) {
        List<Condition> all = new ArrayList<>(new EventConditions(database).ofTime(range, rows + ".window_start"));
        all.add(among);
        return Condition.all(all);
    }
}
