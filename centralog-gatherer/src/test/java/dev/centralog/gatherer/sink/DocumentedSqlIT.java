// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.util.List;
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
            sinks.events().store(Windows.ofDrops(1, drop(DropReport.EVENTS, 4), drop(DropReport.ACTIONS, 500)));
            sinks.actions().store(Slices.first(Slices.action("bob", "logon", 6000)));
        }
        return url;
    }

    @ParameterizedTest
    @EnumSource
    void queries_ofTheDocumentation_run(Kind kind) {
        String url = withRows(kind);

        assertThat(DocumentedSql.queries()).hasSizeGreaterThan(5).allSatisfy(query -> Sql.rows(url, query));
    }

    @ParameterizedTest
    @EnumSource
    void law_ofTheDocumentation_holdsForEachStream(Kind kind) {
        String url = withRows(kind);

        List<String> law = DocumentedSql.blockWith("events_logged");

        assertThat(law).hasSize(2);
        assertThat(Sql.rows(url, law.get(0))).containsExactly("34");
        assertThat(Sql.rows(url, law.get(1))).containsExactly("6500");
    }
}
