// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.DropReport;
import dev.centralog.gatherer.sink.ColumnType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the processes that log. All methods block.
 *
 * <p>Thread-safety: none.
 */
public final class StoredProducers {
    private static final int MOST_REPORTS = 1000;

    /** The end of the name that a drop report has: the process. */
    private static final Pattern PROCESS = Pattern.compile(":([0-9a-f]{16})(:actions)?$");

    private static final String SELECT = "SELECT processes.id, processes.app, processes.environment, processes.release,"
            + " processes.host, processes.pid, processes.instance, processes.first_seen, processes.last_seen,"
            + " processes.ended_at FROM processes WHERE ";

    private final Queries queries;

    StoredProducers(Queries queries) {
        this.queries = queries;
    }

    /** The states of a process. */
    public enum State {
        /** Seen, by an event or a sign of life, within {@link StoredProcesses#SILENT_AFTER}. */
        ALIVE,
        /** Neither seen since, nor has it said that it ends. */
        SILENT,
        ENDED
    }

    /**
     * Events or actions that a process has given up for a reason.
     *
     * @param stream {@link DropReport#EVENTS} or {@link DropReport#ACTIONS}
     */
    public record Dropped(String stream, String reason, long count) {}

    /**
     * A process.
     *
     * @param id its 16 hexadecimal digits; empty if only its drop reports are known, and do not say
     * @param firstSeen null if only its drop reports are known, as {@code lastSeen} and the state
     */
    public record Producer(
            String id,
            ProcessInfo info,
            @Nullable Instant firstSeen,
            @Nullable Instant lastSeen,
            @Nullable State state,
            List<Dropped> dropped) {
        public Producer {
            dropped = List.copyOf(dropped);
        }
    }

    private record Report(String name, ProcessInfo info, Dropped dropped) {}

    private record Seen(
            String id,
            ProcessInfo info,
            Instant first,
            Instant last,
            @Nullable Instant ended) {}

    /**
     * Returns the processes that were seen since a time, and those that have dropped something since: these first, then what is
     * silent, alive and ended, each the last seen first.
     *
     * @param now the present time
     * @param limit of those that have dropped nothing
     */
    public List<Producer> list(Instant now, Instant since, int limit) {
        Map<String, Seen> seen = new LinkedHashMap<>();
        String time = queries.database().parameter(ColumnType.TIME);
        // Those that run come first, so that many short ones do not hide them.
        add(
                SELECT + "processes.last_seen >= " + time
                        + " ORDER BY CASE WHEN processes.ended_at IS NULL THEN 0 ELSE 1 END, processes.last_seen DESC,"
                        + " processes.id LIMIT " + limit,
                List.of(since),
                seen);
        List<Report> reports = reports(since);
        Map<String, List<Report>> byProcess = new LinkedHashMap<>();
        reports.forEach(each ->
                byProcess.computeIfAbsent(key(each), key -> new ArrayList<>()).add(each));
        List<String> missing = byProcess.keySet().stream()
                .filter(each -> !seen.containsKey(each))
                .toList();
        for (List<String> some : Parts.of(missing)) {
            Condition among = GroupSums.among("processes.id", some);
            add(SELECT + among.sql(), among.parameters(), seen);
        }
        List<Producer> all = new ArrayList<>();
        seen.values().forEach(each -> all.add(producer(each, now, byProcess.getOrDefault(each.id, List.of()))));
        byProcess.forEach((key, of) -> {
            if (!seen.containsKey(key)) {
                all.add(new Producer("", of.get(0).info, null, null, null, dropped(of)));
            }
        });
        all.sort(Comparator.comparing((Producer each) -> each.dropped.isEmpty())
                .thenComparing(StoredProducers::rank)
                .thenComparing(
                        Producer::lastSeen,
                        Comparator.nullsLast(Comparator.<Instant>naturalOrder().reversed())));
        return all;
    }

    private static int rank(Producer producer) {
        State state = producer.state;
        return state == State.SILENT ? 0 : state == State.ALIVE ? 1 : 2;
    }

    private static String key(Report report) {
        Matcher process = PROCESS.matcher(report.name);
        return process.find() ? process.group(1) : report.info.toString();
    }

    private static Producer producer(Seen seen, Instant now, List<Report> reports) {
        Instant ended = seen.ended;
        State state = ended != null
                ? State.ENDED
                : seen.last.isBefore(now.minus(StoredProcesses.SILENT_AFTER)) ? State.SILENT : State.ALIVE;
        return new Producer(seen.id, seen.info, seen.first, seen.last, state, dropped(reports));
    }

    private static List<Dropped> dropped(List<Report> reports) {
        Map<List<String>, Long> sums = new HashMap<>();
        reports.forEach(
                each -> sums.merge(List.of(each.dropped.stream, each.dropped.reason), each.dropped.count, Long::sum));
        return sums.entrySet().stream()
                .map(each -> new Dropped(each.getKey().get(0), each.getKey().get(1), each.getValue()))
                .sorted(Comparator.comparingLong(Dropped::count).reversed().thenComparing(Dropped::reason))
                .toList();
    }

    private void add(String sql, List<?> parameters, Map<String, Seen> seen) {
        queries.each(sql, parameters, row -> {
            Seen one = seen(row);
            seen.put(one.id, one);
        });
    }

    private Seen seen(ResultSet row) throws SQLException {
        return new Seen(
                EventRows.text(row, "id"),
                EventProcesses.info(row),
                queries.database().time(row, "first_seen"),
                queries.database().time(row, "last_seen"),
                row.getString("ended_at") == null ? null : queries.database().time(row, "ended_at"));
    }

    /** Returns what was reported since a time, the largest counts if there is very much. */
    private List<Report> reports(Instant since) {
        String time = queries.database().parameter(ColumnType.TIME);
        return queries.all(
                "SELECT group_id, app, environment, host, pid, stream, reason, sum(count) AS dropped FROM drops WHERE"
                        + " stream <> '" + DropReport.SAMPLES + "' AND window_start >= " + time
                        + " GROUP BY group_id, app, environment, host, pid, stream, reason ORDER BY dropped DESC LIMIT "
                        + MOST_REPORTS,
                List.of(since),
                row -> new Report(
                        EventRows.text(row, "group_id"),
                        new ProcessInfo(
                                EventRows.text(row, "app"),
                                EventRows.text(row, "environment"),
                                "",
                                EventRows.text(row, "host"),
                                row.getLong("pid"),
                                ""),
                        new Dropped(
                                EventRows.text(row, "stream"), EventRows.text(row, "reason"), row.getLong("dropped"))));
    }
}
