// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.gatherer.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the view {@code histogram}. */
class HistogramViewIT {
    @TempDir
    Path directory = Path.of("");

    private static List<String> levels(JsonNode answer) {
        List<String> levels = new ArrayList<>();
        answer.path("levels").properties().forEach(each -> levels.add(each.getKey() + " " + sum(each.getValue())));
        return levels;
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void histogram_ofAnyRange_isExact(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            JsonNode day = page.ask("histogram");

            assertThat(levels(day)).containsExactly("ERROR 360", "WARN 60", "INFO 1");
            assertThat(day.path("levels").path("ERROR").size()).isLessThanOrEqualTo(120);
            assertThat(day.path("repeats").asLong()).isEqualTo(421);
            assertThat(day.path("rows").asLong()).isEqualTo(187);
            assertThat(day.path("releases").toString())
                    .isEqualTo(
                            "[{\"app\":\"shop\",\"environment\":\"production\",\"release\":\"1.1.0\",\"at\":\"2026-01-31T14:00:00Z\"},"
                                    + "{\"app\":\"shop\",\"environment\":\"production\",\"release\":\"1.0.0\",\"at\":\"2026-01-31T12:00:00Z\"}]");

            JsonNode minutes = page.ask("histogram", "since", "2026-01-31T13:58:00Z", "until", "2026-01-31T14:03:00Z");
            assertThat(minutes.path("slice_seconds").asLong()).isEqualTo(60);
            assertThat(minutes.path("levels").path("ERROR").toString()).isEqualTo("[2,2,2,2,2]");
            assertThat(minutes.path("levels").path("WARN").toString()).isEqualTo("[0,0,10,0,0]");

            JsonNode old = page.ask("histogram", "since", "60d");
            assertThat(old.path("slice_seconds").asLong() % 3600).isZero();
            assertThat(levels(old)).containsExactly("ERROR 360", "WARN 60", "INFO 1");
            assertThat(levels(page.ask("histogram", "since", "2025-11-30T23:59:00Z", "until", "2025-12-01T01:00:00Z")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void histogram_filters_limitIt(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(levels(page.ask("histogram", "level", "warn"))).containsExactly("ERROR 360", "WARN 60");
            assertThat(levels(page.ask("histogram", "level", "AUDIT"))).isEmpty();
            assertThat(levels(page.ask("histogram", "release", "1.1.0"))).containsExactly("WARN 60", "INFO 1");
            assertThat(levels(page.ask("histogram", "since", "60d", "release", "1.1.0", "app", "shop")))
                    .containsExactly("WARN 60", "INFO 1");
            assertThat(levels(page.ask("histogram", "app", "'; DROP TABLE groups; --", "app", "%")))
                    .isEmpty();
            assertThat(page.ask("histogram", "app", "shop").path("rows").isNull())
                    .isTrue();
            assertThat(page.refused(400, "histogram", "level", "ERROR", "level", "WARN"))
                    .startsWith("level is given 2 times");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void histogram_ofAnEmptyStore_hasNothing(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            JsonNode answer = page.ask("histogram");

            assertThat(answer.path("levels")).isEmpty();
            assertThat(answer.path("repeats").asLong()).isZero();
            assertThat(answer.path("rows").asLong()).isZero();
        }
    }
}
