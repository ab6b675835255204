// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that the queries of README.md and docs run on every database, and that the law holds in their results.
 */
class DocumentedSqlIT {
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
                    new GatheredSample("00000000000000ab", 2, order("order 4711 failed again", time.plusMillis(1)));
            sinks.events()
                    .store(Windows.of(
                            Windows.FIRST,
                            new GatheredEvent(
                                    Windows.SECOND,
                                    Windows.group(2),
                                    Windows.FIRST,
                                    ProcessCounts.ofUnknown(2),
                                    first,
                                    GatheredEvent.Flag.NONE,
                                    new GatheredEvent.Samples(true, List.of(second)))));
            sinks.events().store(Windows.ofDrops(1, drop(DropReport.EVENTS, 4), drop(DropReport.ACTIONS, 500)));
            sinks.actions().store(Slices.first(Slices.action("bob", "logon", 6000)));
        }
        return url;
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
