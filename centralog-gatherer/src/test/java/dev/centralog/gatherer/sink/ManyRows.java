// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Databases with so many rows of events that it matters how a query finds its own. */
public final class ManyRows {
    private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

    /** The number of windows, each with 100 of the 500 groups: 200,000 rows. */
    private static final int WINDOWS = 2000;

    private ManyRows() {}

    /** Returns the plan of a query, a line each. */
    static List<String> plan(String url, Kind kind, String query) {
        return Sql.rows(url, explain(kind) + query);
    }

    /** Returns the words that make a query one for its plan. */
    public static String explain(Kind kind) {
        return switch (kind) {
            case SQLITE -> "EXPLAIN QUERY PLAN ";
            case POSTGRESQL -> "EXPLAIN (COSTS OFF) ";
            case MARIADB -> "EXPLAIN ";
        };
    }

    /** Returns the URL of a database with rows of many groups, processes and windows; a SQLite file is in that directory. */
    public static String fill(Kind kind, Path directory) {
        SinkTarget target = Databases.target(Databases.shared().empty(kind, directory));
        String url = target.url();
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().prepare();
        }
        String time = kind == Kind.SQLITE ? "text" : kind == Kind.POSTGRESQL ? "timestamptz" : "datetime(6)";
        String concat = kind == Kind.MARIADB ? "concat('%s', %s)" : "'%s' || (%s)";
        Sql.execute(url, "CREATE TABLE numbers (n integer)");
        Sql.execute(url, "INSERT INTO numbers VALUES " + values(500, "(%d)"::formatted));
        Sql.execute(url, "CREATE TABLE seconds (n integer, t " + time + ")");
        Sql.execute(
                url,
                "INSERT INTO seconds VALUES "
                        + values(
                                WINDOWS,
                                n -> "(" + n + ", '"
                                        + START.plusSeconds(n).toString().replace("Z", "") + "')"));
        Sql.execute(
                url,
                "INSERT INTO groups (group_id, first_seen, last_seen, level, severity, logger, app, environment, flag)"
                        + " SELECT g.n, s.t, s.t, " + concat.formatted("LEVEL", "g.n % 5") + ", 9, "
                        + concat.formatted("logger", "g.n % 100") + ", " + concat.formatted("app", "g.n % 10")
                        + ", '', '' FROM numbers g CROSS JOIN seconds s WHERE s.n = 1 ORDER BY g.n");
        Sql.execute(
                url,
                "INSERT INTO deliveries (stream, window_start, delivery, stored_at)"
                        + " SELECT 'events', s.t, 'c0ffee:0:1', s.t FROM seconds s ORDER BY s.n");
        Sql.execute(
                url,
                "INSERT INTO processes (id, app, environment, host, first_seen, last_seen) SELECT "
                        + concat.formatted("process", "g.n") + ", 'app', '', " + concat.formatted("host", "g.n")
                        + ", s.t, s.t FROM numbers g CROSS JOIN seconds s WHERE s.n = 1 AND g.n <= 50 ORDER BY g.n");
        String common = "s.t, s.n, g.n, 1 + g.n % 50, " + (kind == Kind.SQLITE ? "s.n" : "s.t")
                + ", 0, 1, 5, CASE WHEN s.n % 10 = 0 THEN "
                + concat.formatted("trace", "s.n * 1000 + g.n") + " END";
        String joined = " FROM seconds s CROSS JOIN numbers g WHERE (s.n + g.n) % 5 = 2";
        Sql.execute(
                url,
                "INSERT INTO event_rows (window_start, deliveries_id, groups_id, processes_id, time, nano, thread_id,"
                        + " thread_priority, trace_id, repeats, sequence, in_full, borrowed, flag) SELECT "
                        + common.replace("1 + g.n % 50", "CASE WHEN (s.n + g.n) % 250 <> 7 THEN 1 + g.n % 50 END")
                        + ", 1, 1, 1, 0, ''" + joined);
        Sql.execute(
                url,
                "INSERT INTO sample_rows (window_start, deliveries_id, groups_id, n, time, nano, thread_id,"
                        + " thread_priority, trace_id, process_id) SELECT " + common + ", "
                        + concat.formatted("process", "1 + g.n % 50") + joined + " AND g.n < 78");
        Sql.execute(
                url,
                "INSERT INTO group_minutes (groups_id, minute, repeats) SELECT g.n, s.t, 4 FROM numbers g CROSS JOIN"
                        + " seconds s WHERE s.n % 60 = 0");
        analyze(url, kind);
        return url;
    }

    private static void analyze(String url, Kind kind) {
        if (kind == Kind.POSTGRESQL) {
            Sql.execute(url, "ANALYZE");
        } else if (kind == Kind.MARIADB) {
            // By its usual sample of 20 pages, few rows without a process are now and then taken for many.
            Sql.execute(url, "ALTER TABLE event_rows STATS_SAMPLE_PAGES = 2000");
            Sql.execute(url, "ANALYZE TABLE event_rows, sample_rows, `groups`, processes, deliveries, group_minutes");
        }
    }

    private static String values(int count, IntFunction<String> row) {
        return IntStream.rangeClosed(1, count).mapToObj(row).collect(Collectors.joining(", "));
    }
}
