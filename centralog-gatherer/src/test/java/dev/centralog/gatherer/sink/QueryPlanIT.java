// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the plans of common queries: none reads all rows of events or samples. SQLite has no statistics, as nobody makes
 * them; the servers make theirs by themselves after a while, and here at once.
 */
class QueryPlanIT {
    private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

    /** The number of windows, each with 100 of the 500 groups: 200,000 rows. */
    private static final int WINDOWS = 2000;

    private static final String RANGE =
            "window_start >= '2026-01-31T00:02:00' AND window_start < '2026-01-31T00:03:00'";
    private static final String GROUP = "group_id = '77'";

    /** The conditions by the views that they are for. */
    private static final Map<String, List<String>> QUERIES = Map.of(
            "events",
            List.of(
                    RANGE,
                    "level = 'LEVEL2' AND " + RANGE,
                    "app = 'app3' AND " + RANGE,
                    "logger = 'logger33' AND " + RANGE,
                    GROUP,
                    GROUP + " AND " + RANGE,
                    "trace_id = 'trace70077'"),
            "event_windows",
            List.of(
                    RANGE,
                    RANGE + " ORDER BY window_start DESC LIMIT 100",
                    "level = 'LEVEL2' AND " + RANGE,
                    "app = 'app3' AND " + RANGE,
                    GROUP,
                    GROUP + " AND " + RANGE,
                    "trace_id = 'trace70077'"),
            "event_processes",
            List.of(
                    RANGE,
                    "process_id = 'process7'",
                    "process_id = 'process7' AND " + RANGE,
                    "host = 'host7'",
                    "host = 'host7' AND " + RANGE),
            "event_details",
            List.of("trace_id = 'trace70077'", GROUP + " AND " + RANGE),
            "events_flat",
            List.of(RANGE, GROUP + " AND " + RANGE),
            "event_samples",
            List.of(RANGE, "trace_id = 'trace70077'"));

    /** The tables, by their names in the views, of which MariaDB and SQLite may read all rows. */
    private static final String SMALL = "p|counted|two_hundred|<derived\\d+>|" + String.join("|", QUERIES.keySet());

    private static final Pattern SCAN_OF_SQLITE = Pattern.compile("\\bSCAN (?!(" + SMALL + ")( |$))");
    /** A scan; one of groups is none if it looks for some of them. */
    private static final Pattern SCAN_OF_MARIADB =
            Pattern.compile("^\\d+\\|[^|]*\\|(?!(" + SMALL + ")\\||g\\|.*Using where)[^|]*\\|(ALL|index)\\|");

    /** A scan; one of the default partitions is none, as these are empty. */
    /** A scan of a partition with rows; the default one has none. */
    private static final Pattern SCAN_OF_POSTGRESQL = Pattern.compile("Seq Scan on (event|sample)_rows(?!_default)"
            + "|Index (Only )?Scan [^\\n]* on (event|sample)_rows(?!_default)[^\\n]*\\n(?! +Index Cond)");

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void select_withAUsualCondition_readsNoTableOfRowsWhole(Kind kind) {
        String url = filled(kind);

        List<String> whole = new ArrayList<>();
        QUERIES.forEach((view, conditions) -> {
            for (String condition : conditions) {
                String query = "SELECT * FROM " + view + " WHERE " + condition;
                List<String> plan = plan(url, kind, query);
                if (readsWhole(plan, kind)) {
                    whole.add(query + "\n" + String.join("\n", plan));
                }
                assertThat(Sql.rows(url, query)).as(query).isNotEmpty();
            }
        });

        assertThat(whole).isEmpty();
        assertThat(readsWhole(plan(url, kind, "SELECT * FROM event_rows WHERE thread_name = 'x'"), kind))
                .as("a query that has no index is recognized")
                .isTrue();
    }

    private static List<String> plan(String url, Kind kind, String query) {
        return Sql.rows(
                url,
                switch (kind) {
                    case SQLITE -> "EXPLAIN QUERY PLAN " + query;
                    case POSTGRESQL -> "EXPLAIN (COSTS OFF) " + query;
                    case MARIADB -> "EXPLAIN " + query;
                });
    }

    private static boolean readsWhole(List<String> plan, Kind kind) {
        return switch (kind) {
            case SQLITE ->
                plan.stream().anyMatch(line -> SCAN_OF_SQLITE.matcher(line).find());
            case MARIADB ->
                plan.stream().anyMatch(line -> SCAN_OF_MARIADB.matcher(line).find());
            case POSTGRESQL ->
                SCAN_OF_POSTGRESQL.matcher(String.join("\n", plan)).find();
        };
    }

    /** Returns a database with rows of many groups, processes and windows. */
    private String filled(Kind kind) {
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
        analyze(url, kind);
        return url;
    }

    private static void analyze(String url, Kind kind) {
        if (kind == Kind.POSTGRESQL) {
            Sql.execute(url, "ANALYZE");
        } else if (kind == Kind.MARIADB) {
            Sql.execute(url, "ANALYZE TABLE event_rows, sample_rows, `groups`, processes, deliveries");
        }
    }

    private static String values(int count, IntFunction<String> row) {
        return IntStream.rangeClosed(1, count).mapToObj(row).collect(Collectors.joining(", "));
    }
}
