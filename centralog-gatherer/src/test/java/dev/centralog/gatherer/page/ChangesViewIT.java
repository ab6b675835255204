// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.sum;
import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.gatherer.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the view {@code changes}. */
class ChangesViewIT {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void changes_ofTheLastRelease_areThoseOfNew(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            JsonNode reports = page.ask("changes").path("reports");

            assertThat(reports).hasSize(1);
            JsonNode report = reports.get(0);
            assertThat(report.path("app").asText()).isEqualTo("shop");
            assertThat(report.path("release").asText()).isEqualTo("1.1.0");
            assertThat(report.path("previous_release").asText()).isEqualTo("1.0.0");
            assertThat(report.path("since").asText()).isEqualTo("2026-01-31T14:00:00Z");
            assertThat(texts(report.path("changes"), "change")).startsWith("new", "new");
            JsonNode first = report.path("changes").get(0);
            assertThat(first.path("level").asText()).isEqualTo("WARN");
            assertThat(first.path("repeats").asLong()).isEqualTo(60);
            assertThat(sum(first.path("slices"))).isEqualTo(60);
            assertThat(report.path("cannot_tell").get(0).asText()).contains("a gatherer must run");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void changes_ofAPeriod_areThoseSeenInIt(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            JsonNode report = page.ask("changes", "since", "1h", "limit", "1")
                    .path("reports")
                    .get(0);
            assertThat(texts(report.path("changes"), "change")).containsExactly("new");
            assertThat(report.path("more").asLong()).isEqualTo(1);
            assertThat(report.path("release").isNull()).isTrue();

            JsonNode between = page.ask("changes", "between", "2026-01-31T12:30:00Z,2026-01-31T13:30:00Z");
            assertThat(between.path("reports").get(0).path("changes")).isEmpty();
            assertThat(page.ask("changes", "since", "1h", "level", "ERROR")
                            .path("reports")
                            .get(0)
                            .path("changes"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void changes_whereNothingIsKnown_sayWhy(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            JsonNode answer = page.ask("changes");

            assertThat(answer.path("reports")).isEmpty();
            assertThat(answer.path("cannot_tell").get(0).asText()).startsWith("no process has said which release");
            assertThat(page.ask("changes", "since", "1h").path("reports")).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void wrongPeriods_areRefused(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            assertThat(page.refused(400, "changes", "since", "1h", "between", "2h,1h"))
                    .contains("can't be combined");
            assertThat(page.refused(400, "changes", "between", "2h")).contains("allowed are two times with a comma");
            assertThat(page.refused(400, "changes", "between", "1h,2h")).startsWith("between ends at");
            assertThat(page.refused(400, "changes", "since", "1h", "quiet", "1s"))
                    .startsWith("quiet is '1s'; allowed is");
            assertThat(page.refused(400, "changes", "since", "x")).startsWith("since is 'x'; allowed is a time ago");
        }
    }
}
