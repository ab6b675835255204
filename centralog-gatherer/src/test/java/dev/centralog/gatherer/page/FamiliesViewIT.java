// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.sum;
import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.gatherer.Databases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the views {@code meta} and {@code families}. */
class FamiliesViewIT {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void meta_ofAStore_namesWhatThereIs(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            JsonNode meta = page.ask("meta");

            assertThat(meta.path("now").asText()).isEqualTo(PageFixture.NOW.toString());
            assertThat(meta.path("database").asText()).isNotEmpty();
            assertThat(meta.path("version").asText()).isNotEmpty();
            assertThat(meta.path("apps").toString()).isEqualTo("[\"shop\"]");
            assertThat(meta.path("environments").toString()).isEqualTo("[\"production\"]");
            assertThat(meta.path("levels").toString()).isEqualTo("[\"ERROR\",\"WARN\",\"INFO\"]");
            assertThat(texts(meta.path("releases"), "release")).containsExactly("1.1.0", "1.0.0");
            assertThat(texts(meta.path("releases"), "first_seen"))
                    .containsExactly("2026-01-31T14:00:00Z", "2026-01-31T12:00:00Z");
            assertThat(meta.path("complete_up_to").isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void views_ofAnEmptyStore_areEmpty(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            assertThat(page.ask("meta").path("apps")).isEmpty();
            JsonNode families = page.ask("families");
            assertThat(families.path("families").isArray()).isTrue();
            assertThat(families.path("families")).isEmpty();
            assertThat(families.path("more").asBoolean()).isFalse();
            assertThat(families.path("why").get(0).asText()).startsWith("no events are stored yet");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void families_ofADay_areExact(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            JsonNode answer = page.ask("families");

            assertThat(answer.path("slice_seconds").asLong()).isEqualTo(3600);
            JsonNode families = answer.path("families");
            assertThat(texts(families, "level")).containsExactly("ERROR", "WARN", "INFO");
            assertThat(texts(families, "repeats")).containsExactly("360", "60", "1");
            for (JsonNode each : families) {
                assertThat(sum(each.path("slices")))
                        .isEqualTo(each.path("repeats").asLong());
            }
            JsonNode first = families.get(0);
            assertThat(first.path("family").asText()).hasSize(16);
            assertThat(first.path("template").asText()).isEqualTo("order {} failed");
            assertThat(first.path("app").asText()).isEqualTo("shop");
            assertThat(first.path("groups").asLong()).isEqualTo(1);
            assertThat(first.path("first_seen").asText()).isEqualTo("2026-01-31T12:00:00Z");
            assertThat(first.path("last_seen").asText()).isEqualTo("2026-01-31T14:59:00Z");
            assertThat(first.path("hosts").toString()).isEqualTo("[\"web-1\"]");
            assertThat(first.path("releases").toString()).isEqualTo("[\"1.0.0\"]");
            JsonNode unlabelled = families.get(2);
            assertThat(unlabelled.path("family").isNull()).isTrue();
            assertThat(unlabelled.path("group").asText()).hasSize(32);
            assertThat(unlabelled.path("hosts").toString()).isEqualTo("[\"web-2\"]");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void families_ordersAndLimit_areThoseAskedFor(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(levels(page, "sort", "first")).containsExactly("INFO", "WARN", "ERROR");
            assertThat(levels(page, "sort", "last")).containsExactly("INFO", "ERROR", "WARN");
            assertThat(levels(page, "sort", "trend", "since", "2026-01-31T13:00:00Z", "until", "2026-01-31T15:00:00Z"))
                    .containsExactly("WARN", "INFO", "ERROR");
            JsonNode one = page.ask("families", "limit", "1");
            assertThat(one.path("families")).hasSize(1);
            assertThat(one.path("more").asBoolean()).isTrue();
        }
    }

    private static List<String> levels(PageFixture page, String... parameters) {
        return texts(page.ask("families", parameters).path("families"), "level");
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void families_filters_takeEveryCharacterAsItStands(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(levels(page, "level", "WARN")).containsExactly("ERROR", "WARN");
            assertThat(levels(page, "-level", "ERROR")).containsExactly("WARN", "INFO");
            assertThat(levels(page, "text", "%_")).containsExactly("WARN");
            assertThat(levels(page, "text", "'quoted'")).containsExactly("WARN");
            assertThat(levels(page, "text", "ORDER", "text", "fail")).containsExactly("ERROR");
            assertThat(levels(page, "-text", "order", "-text", "done")).containsExactly("INFO");
            assertThat(levels(page, "app", "none", "app", "shop", "environment", "production"))
                    .hasSize(3);
            assertThat(levels(page, "logger", "com.exa", "-logger", "com.none")).hasSize(3);
            assertThat(levels(page, "-has", "throwable")).hasSize(3);
            assertThat(levels(page, "has", "throwable")).isEmpty();
            for (String name : List.of("text", "logger", "app", "environment", "level", "release")) {
                for (String none : List.of(
                        "%%", "__", "'; DROP TABLE groups; --", "\\", "\u202e", "\u0000", "\ud800", "x".repeat(1000))) {
                    assertThat(levels(page, name, none)).as(name + none).isEmpty();
                    assertThat(page.ask("families", name, none, "-app", none).path("families"))
                            .isEmpty();
                }
            }
            assertThat(page.ask("families", "app", "shopp").path("why").get(0).asText())
                    .isEqualTo("no stored events match app shopp; the latest rows have: shop");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void families_ofARelease_areThoseOfItsHours(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            JsonNode answer = page.ask("families", "release", "1.1.0", "since", "2026-01-31T14:30:00Z");

            assertThat(answer.path("since").asText()).isEqualTo("2026-01-31T14:00:00Z");
            assertThat(texts(answer.path("families"), "repeats")).containsExactly("60", "1");
            assertThat(answer.path("notes")).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void requests_thatAreNotAllowed_areRefusedWithWhatIs(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(page.refused(404, "nothing")).isEqualTo("there is no view 'nothing'");
            assertThat(page.refused(404, "../families")).contains("there is no view");
            assertThat(page.refused(400, "families", "limit", "-1")).isEqualTo("limit is -1; allowed is 1 to 500");
            assertThat(page.refused(400, "families", "limit", "9".repeat(999))).endsWith("…; allowed is 1 to 500");
            assertThat(page.refused(400, "families", "limit", "1", "limit", "2"))
                    .contains("limit is given 2 times");
            assertThat(page.refused(400, "families", "sort", "best"))
                    .isEqualTo("sort is 'best'; allowed is one of total, last, first, trend");
            assertThat(page.refused(400, "families", "since", "soon"))
                    .startsWith("since is 'soon'; allowed is a time ago");
            assertThat(page.refused(400, "families", "since", "2026-02-01T00:00:00Z"))
                    .contains("in the future");
            assertThat(page.refused(400, "families", "since", "1h", "until", "2h"))
                    .contains("allowed is what is later than since");
            assertThat(page.refused(400, "families", "text", "x".repeat(10_000)))
                    .contains("text has 10000 characters", "allowed are 1000");
            assertThat(page.refused(400, "families", "has", "legs")).isEqualTo("has is 'legs'; allowed is throwable");
            assertThat(page.refused(400, "families", "thread", "main"))
                    .startsWith("there is no parameter 'thread' here");
            assertThat(page.refused(400, "meta", "x", "1")).startsWith("there is no parameter 'x' here");
        }
    }
}
