// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.ReleaseNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reading of what is shown of a family that has changed.
 *
 * <p>Thread-safety: none.
 */
final class ChangeDetails {
    /** The most groups of a family whose rows are looked at; the latest ones. */
    private static final int MOST_GROUPS = 1_000;

    private final Queries queries;
    private final ChangeQuery query;
    private final String time;
    private final Map<String, Running> processes = new HashMap<>();

    ChangeDetails(Queries queries, ChangeQuery query) {
        this.queries = queries;
        this.query = query;
        time = queries.timeParameter();
    }

    /** The host of a process, and its release as sums have it; empty if it does not say. */
    private record Running(String host, String release) {}

    private record Row(
            Set<String> processes,
            String host,
            @Nullable String message,
            @Nullable String traceId) {}

    private record Release(String name, Instant last) {}

    /** Reads the details; of a family that is gone, those of the time before the period. */
    FamilyDetails read(StoredFamily family, boolean isGone) {
        List<Long> groups = family.groups();
        List<Long> some = groups.subList(Math.max(0, groups.size() - MOST_GROUPS), groups.size());
        List<Release> releases = releases(some);
        Instant last = lastSeen(some, releases);
        List<Row> rows = rows(some, isGone);
        readProcesses(rows);
        Set<String> hosts = new LinkedHashSet<>();
        Set<String> traceIds = new LinkedHashSet<>();
        String example = null;
        for (Row row : rows) {
            List<String> ofRow = hosts(row);
            if (ofRow.isEmpty() && query.release() != null && !isGone) {
                continue; // of other releases alone
            }
            hosts.addAll(ofRow);
            example = example == null ? row.message : example;
            if (row.traceId != null && traceIds.size() < FamilyDetails.TRACE_IDS) {
                traceIds.add(row.traceId);
            }
        }
        hosts.remove("");
        return new FamilyDetails(
                repeats(groups, isGone),
                last,
                releases.stream()
                        .map(Release::name)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                List.copyOf(hosts),
                example,
                List.copyOf(traceIds));
    }

    private List<Release> releases(List<Long> groups) {
        Condition among = GroupSums.among("r.groups_id", groups);
        return queries.all(
                "SELECT r.release AS release_name, max(r.last_seen) AS last_seen FROM group_releases r WHERE "
                        + among.sql() + " GROUP BY r.release ORDER BY min(r.first_seen) DESC, 1",
                among.parameters(),
                row -> new Release(
                        EventRows.text(row, "release_name"), queries.database().time(row, "last_seen")));
    }

    /** Returns the last time exactly: that of the releases is written once a minute. */
    private Instant lastSeen(List<Long> groups, List<Release> releases) {
        Instant last =
                releases.stream().map(Release::last).max(Instant::compareTo).orElse(query.from());
        Condition where = Condition.all(List.of(
                GroupSums.among("c.groups_id", groups),
                new Condition("c.hour >= " + time, List.of(last.truncatedTo(ChronoUnit.HOURS)))));
        return queries
                .all(
                        "SELECT c.last_seen FROM group_hours c WHERE " + where.sql(),
                        where.parameters(),
                        row -> queries.database().time(row, "last_seen"))
                .stream()
                .max(Instant::compareTo)
                .filter(exact -> exact.isAfter(last))
                .orElse(last);
    }

    /** Returns the last rows, the latest first. */
    private List<Row> rows(List<Long> groups, boolean isGone) {
        // A range has two ends, so that PostgreSQL looks at the partitions of some days alone.
        Instant from = isGone ? query.from().minus(Compared.LOOK_BACK_BY_HOURS) : query.from();
        Instant to = isGone ? query.from() : query.to();
        Condition where = Condition.all(List.of(
                GroupSums.among("e.groups_id", groups),
                new Condition("e.window_start >= " + time + " AND e.window_start < " + time, List.of(from, to))));
        return queries.all(
                "SELECT coalesce(e.message, g.message) AS message, e.trace_id, e.host, e.processes, p.id AS process_id"
                        + " FROM event_rows e JOIN " + queries.database().quoted("groups")
                        + " g ON g.id = e.groups_id LEFT JOIN processes p ON p.number = e.processes_id WHERE "
                        + where.sql() + " ORDER BY e.window_start DESC LIMIT " + FamilyDetails.ROWS,
                where.parameters(),
                ChangeDetails::row);
    }

    private static Row row(ResultSet row) throws SQLException {
        String only = row.getString("process_id");
        Set<String> processes = only == null ? ids(row.getString("processes")) : Set.of(only);
        return new Row(processes, EventRows.text(row, "host"), row.getString("message"), row.getString("trace_id"));
    }

    private static Set<String> ids(@Nullable String json) {
        try {
            return json == null ? Set.of() : ProcessCounts.ofJson(json).asMap().keySet();
        } catch (UnreadableEventException ignored) {
            return Set.of(); // somebody else has written it
        }
    }

    /** Returns the hosts of a row; of a release, those of its processes. */
    private List<String> hosts(Row row) {
        String release = query.releaseName();
        List<Running> known = row.processes.stream()
                .map(processes::get)
                .filter(each -> each != null && (release == null || each.release.equals(release)))
                .toList();
        return known.isEmpty() && release == null
                ? List.of(row.host)
                : known.stream().map(Running::host).toList();
    }

    private void readProcesses(Collection<Row> rows) {
        Set<String> unknown = new LinkedHashSet<>();
        rows.forEach(row -> unknown.addAll(row.processes));
        unknown.removeAll(processes.keySet());
        if (unknown.isEmpty()) {
            return;
        }
        queries.each(
                "SELECT p.id AS id, p.host AS host, p.release AS release_name FROM processes p WHERE p.id IN ("
                        + unknown.stream().map(each -> "?").collect(Collectors.joining(", ")) + ")",
                List.copyOf(unknown),
                row -> processes.put(
                        EventRows.text(row, "id"),
                        new Running(
                                EventRows.text(row, "host"),
                                ReleaseNames.stored(EventRows.text(row, "release_name")))));
    }

    /** Returns the repeats in the period; of a family that is gone, those of as long a time before it. */
    private long repeats(List<Long> groups, boolean isGone) {
        Duration length = Duration.between(query.from(), query.to());
        String release = isGone ? null : query.releaseName();
        List<CountRange> ranges = isGone
                ? CountRange.of(query.from().minus(length), query.from())
                : CountRange.of(query.from(), query.to(), release);
        long sum = 0;
        for (List<Long> some : Parts.of(groups)) {
            for (CountRange range : ranges) {
                Condition where = Condition.all(
                        List.of(GroupSums.among("c.groups_id", some), range.condition(time), ofRelease(release)));
                for (long each : queries.all(
                        "SELECT c.repeats FROM " + range.table() + " c WHERE " + where.sql(),
                        where.parameters(),
                        row -> row.getLong(1))) {
                    sum = CappedSum.of(sum, each);
                }
            }
        }
        return sum;
    }

    /** Returns the condition on sums {@code c} that they are of a release; null is for all. */
    static Condition ofRelease(@Nullable String release) {
        return Condition.is("c.release", release);
    }
}
