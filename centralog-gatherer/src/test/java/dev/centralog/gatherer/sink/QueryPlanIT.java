// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the plans of common queries: none reads all rows of events or samples. SQLite has no statistics, as nobody makes
 * them; the servers make theirs by themselves after a while, and here at once.
 */
class QueryPlanIT {
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
        String url = ManyRows.fill(kind, directory);

        List<String> whole = new ArrayList<>();
        QUERIES.forEach((view, conditions) -> {
            for (String condition : conditions) {
                String query = "SELECT * FROM " + view + " WHERE " + condition;
                List<String> plan = ManyRows.plan(url, kind, query);
                if (readsWhole(plan, kind)) {
                    whole.add(query + "\n" + String.join("\n", plan));
                }
                assertThat(Sql.rows(url, query)).as(query).isNotEmpty();
            }
        });

        assertThat(whole).isEmpty();
        assertThat(readsWhole(ManyRows.plan(url, kind, "SELECT * FROM event_rows WHERE thread_name = 'x'"), kind))
                .as("a query that has no index is recognized")
                .isTrue();
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
}
