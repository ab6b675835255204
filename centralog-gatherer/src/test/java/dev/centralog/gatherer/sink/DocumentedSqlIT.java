// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that the queries of README.md and docs run on every database, and that the law holds in their results.
 */
class DocumentedSqlIT {
    private static final String PROCESS = "00000000000000ab";
    private static final ProcessInfo INFO = new ProcessInfo("shop", "test", "1.4.2", "web-7", 4711, "pod-7");

    @TempDir
    Path directory = Path.of("");

    private static DropReport drop(String stream, long count) {
        return new DropReport(
                Windows.SECOND,
                "~drop-" + stream,
                Windows.FIRST,
                stream,
                count,
                "bufferFull",
                new Origin("shop", "", "h", 1));
    }

    private String withRows(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(Windows.of(Windows.LATE, Windows.row(Windows.LATE, 1, 30, Windows.event("sold"))));
            Instant time = Windows.SECOND.plusMillis(7);
            LogEvent first = order("order 4711 failed", time);
            GatheredSample second =
                    new GatheredSample(PROCESS, 2, order("order 4711 failed again", time.plusMillis(1)));
            sinks.events()
                    .store(new SealedWindow(
                            Windows.FIRST,
                            1,
                            new EventWindow.Content(
                                    List.of(new GatheredEvent(
                                            Windows.SECOND,
                                            Windows.group(2),
                                            Windows.FIRST,
                                            ProcessCounts.of(0xab, 2),
                                            first,
                                            GatheredEvent.Flag.NONE,
                                            new GatheredEvent.Samples(true, List.of(second)))),
                                    List.of(),
                                    List.of(),
                                    new EventWindow.Processes(Map.of(PROCESS, INFO), signs()))));
            sinks.events().store(Windows.ofDrops(1, drop(DropReport.EVENTS, 4), drop(DropReport.ACTIONS, 500)));
            sinks.actions().store(Slices.first(Slices.action("bob", "logon", 6000)));
        }
        return url;
    }

    /** Returns the signs of a process that has lived for half an hour. */
    private static List<ProcessSign> signs() {
        List<ProcessSign> signs = new ArrayList<>();
        for (int minutes = 10; minutes <= 30; minutes += 10) {
            ProcessSign.Content content = new ProcessSign.Content(INFO, "0.1.0", "17", "log4j");
            Instant second = Windows.SECOND.minusSeconds(minutes * 60L);
            signs.add(new ProcessSign(second, Windows.FIRST, PROCESS, ProcessSign.Kind.ALIVE, content));
        }
        return signs;
    }

    @ParameterizedTest
    @EnumSource
    void queries_ofProcesses_areExact(Kind kind) {
        String url = withRows(kind);

        List<String> queries = DocumentedSql.blockWith("SELECT p.host");

        assertThat(queries).hasSize(2);
        assertThat(Sql.rows(url, queries.get(0))).containsExactlyInAnyOrder("web-7|2", "null|30");
        List<String> ofReleases = DocumentedSql.blockWith("SELECT h.release");
        assertThat(ofReleases).hasSize(2);
        assertThat(Sql.rows(url, ofReleases.get(0))).containsExactlyInAnyOrder("1.4.2|2", "|30");
        assertThat(Sql.rows(url, queries.get(1)))
                .containsExactlyInAnyOrder(
                        PROCESS + "|pod-7|web-7|4711|2", ProcessCounts.UNKNOWN + "|null|null|null|30");
        assertThat(Sql.rows(url, DocumentedSql.blockWith("process_hours").get(0)))
                .hasSize(1)
                .allMatch(row -> row.startsWith("shop|1.4.2|0.5"));
        assertThat(Sql.rows(url, DocumentedSql.blockWith("p.ended_at IS NULL").get(0)))
                .hasSize(1)
                .allMatch(row -> row.startsWith("shop|web-7|pod-7|1.4.2|2026-01-31"));
    }

    @ParameterizedTest
    @EnumSource
    void queries_ofTheDocumentation_run(Kind kind) {
        String url = withRows(kind);

        assertThat(DocumentedSql.queries())
                .hasSizeGreaterThan(5)
                .allSatisfy(query -> Sql.rows(url, inDialect(kind, query)));
    }

    /** Returns a query for a database: MariaDB has a function in place of the operator that takes apart JSON. */
    private static String inDialect(Kind kind, String query) {
        return kind == Kind.MARIADB ? query.replaceAll("(\\w+) ->> '(\\w+)'", "JSON_VALUE($1, '\\$.$2')") : query;
    }

    @ParameterizedTest
    @EnumSource
    void queries_forAnEvent_findTheFirstOfItsRowAndTheOthers(Kind kind) {
        String url = withRows(kind);

        List<String> queries = DocumentedSql.blockWith("trace_id =");

        assertThat(queries).hasSize(3);
        for (String query : queries) {
            assertThat(Sql.rows(url, inDialect(kind, query)))
                    .as(query)
                    .hasSize(2)
                    .anyMatch(row -> row.contains("order 4711 failed"))
                    .anyMatch(row -> row.contains("order 4711 failed again"));
        }
        assertThat(Sql.rows(url, DocumentedSql.blockWith("WHERE NOT complete").get(0)))
                .hasSize(1)
                .allMatch(row -> row.contains("sold"));
    }

    private static LogEvent order(String message, Instant time) {
        return Windows.event(message).toBuilder()
                .time(time)
                .mdc(Map.of("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "order", "4711"))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void law_ofTheDocumentation_holdsForEachStream(Kind kind) {
        String url = withRows(kind);

        List<String> law = DocumentedSql.blockWith("events_logged");

        assertThat(law).hasSize(2);
        assertThat(Sql.rows(url, law.get(0))).containsExactly("36");
        assertThat(Sql.rows(url, law.get(1))).containsExactly("6500");
    }
}
