// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.sink.ReleaseNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The reading of what is shown of families that have changed.
 *
 * <p>Thread-safety: none.
 */
final class ChangeDetails {
    /** The most families whose rows are kept in memory. */
    private static final int AT_ONCE = 20;

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

    private record OfRows(List<String> hosts, @Nullable String example, List<String> traceIds) {}

    /** Reads the details of families, in their order; of those that are gone, those of the time before the period. */
    List<FamilyDetails> read(List<StoredFamily> families, boolean areGone) {
        return Parts.of(families, AT_ONCE).stream()
                .flatMap(some -> readAtOnce(some, areGone).stream())
                .toList();
    }

    private List<FamilyDetails> readAtOnce(List<StoredFamily> families, boolean areGone) {
        ShownFamilies shown = new ShownFamilies(queries, query, families, areGone);
        List<List<ShownFamilies.Release>> releases = shown.releases();
        List<Instant> last = shown.lastSeen(releases);
        long[] repeats = shown.repeats();
        List<List<Row>> rows = IntStream.range(0, families.size())
                .mapToObj(family -> rows(shown.lastGroups(family), areGone))
                .toList();
        readProcesses(rows);
        return IntStream.range(0, families.size())
                .mapToObj(family -> {
                    OfRows ofRows = ofRows(rows.get(family), areGone);
                    return new FamilyDetails(
                            repeats[family],
                            last.get(family),
                            releases.get(family).stream()
                                    .map(ShownFamilies.Release::name)
                                    .filter(name -> !name.isEmpty())
                                    .toList(),
                            ofRows.hosts,
                            ofRows.example,
                            ofRows.traceIds);
                })
                .toList();
    }

    /** Returns what rows show, the latest of them first. */
    private OfRows ofRows(List<Row> rows, boolean isGone) {
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
        return new OfRows(List.copyOf(hosts), example, List.copyOf(traceIds));
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

    private void readProcesses(List<List<Row>> rows) {
        Set<String> unknown = new LinkedHashSet<>();
        rows.forEach(ofFamily -> ofFamily.forEach(row -> unknown.addAll(row.processes)));
        unknown.removeAll(processes.keySet());
        for (List<String> some : Parts.of(List.copyOf(unknown))) {
            Condition among = GroupSums.among("p.id", some);
            queries.each(
                    "SELECT p.id AS id, p.host AS host, p.release AS release_name FROM processes p WHERE "
                            + among.sql(),
                    among.parameters(),
                    row -> processes.put(
                            EventRows.text(row, "id"),
                            new Running(
                                    EventRows.text(row, "host"),
                                    ReleaseNames.stored(EventRows.text(row, "release_name")))));
        }
    }
}
