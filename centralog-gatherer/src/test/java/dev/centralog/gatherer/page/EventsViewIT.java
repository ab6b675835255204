// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.StoredLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the views {@code events} and {@code event/ID/around}. */
class EventsViewIT {
    private static final List<String> SEARCHED = List.of("text", "host", "release", "thread");

    @TempDir
    Path directory = Path.of("");

    /** Returns a store with seven rows in one second, and one in each of the seconds before it. */
    private PageFixture crowded(Databases.Kind kind) {
        PageFixture page = PageFixture.empty(kind, directory);
        try (StoredLog log = new StoredLog(page.url())) {
            for (int n = 0; n < 7; n++) {
                LogEvent event = StoredLog.event(Level.INFO, "crowd " + "x".repeat(n) + " {}");
                log.log(PageFixture.NOW.minusSeconds(60), PageFixture.OLD, event, 1 + n);
                log.log(PageFixture.NOW.minusSeconds(61 + n), PageFixture.OLD, event, 1);
            }
            log.store();
        }
        return page;
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void pages_ofAnySize_haveEachRowOnce(Databases.Kind kind) {
        try (PageFixture page = crowded(kind)) {
            List<String> all = texts(page.ask("events").path("events"), "id");
            assertThat(all).hasSize(14).doesNotHaveDuplicates();
            for (String[] filter :
                    new String[][] {{}, {"text", "CROWD"}, {"app", "shop"}, {"-app", "none", "host", "web-1"}}) {
                for (int limit : List.of(1, 3, 7, 14)) {
                    assertThat(paged(page, limit, filter))
                            .as(limit + Arrays.toString(filter))
                            .isEqualTo(all);
                }
            }
        }
    }

    private static List<String> paged(PageFixture page, int limit, String... filter) {
        List<String> ids = new ArrayList<>();
        List<String> parameters = new ArrayList<>(List.of(filter));
        parameters.addAll(List.of("limit", String.valueOf(limit)));
        JsonNode answer = page.ask("events", parameters.toArray(String[]::new));
        ids.addAll(texts(answer.path("events"), "id"));
        while (!answer.path("next").isNull()) {
            List<String> more = new ArrayList<>(parameters);
            more.addAll(List.of("before", answer.path("next").asText()));
            answer = page.ask("events", more.toArray(String[]::new));
            ids.addAll(texts(answer.path("events"), "id"));
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void events_areThoseOfTail_newestFirst(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            JsonNode events = page.ask("events", "limit", "3").path("events");

            assertThat(texts(events, "time"))
                    .containsExactly("2026-01-31T14:59:30Z", "2026-01-31T14:59:00Z", "2026-01-31T14:58:00Z");
            assertThat(texts(events, "repeats")).containsExactly("1", "2", "2");
            assertThat(events.get(1).path("level").asText()).isEqualTo("ERROR");
            assertThat(events.get(1).path("host").asText()).isEqualTo("web-1");
            assertThat(events.get(1).path("group").asText()).hasSize(32);
            assertThat(texts(events, "release")).containsExactly("1.1.0", "1.0.0", "1.0.0");
            assertThat(page.ask("events", "since", "2026-01-31T13:00:00Z", "until", "2026-01-31T13:10:00Z")
                            .path("events"))
                    .hasSize(10);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void filters_ofAnyKind_includeAndExclude(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            try (StoredLog log = new StoredLog(page.url())) {
                LogEvent event = StoredLog.event(Level.ERROR, "with all").toBuilder()
                        .mdc(Map.of("user", "Anna \"A\"", "us", "er", "trace_id", "4bf92f35"))
                        .thread(new ThreadRef("http-1%", 1, 5))
                        .thrown(new IllegalStateException("no money"))
                        .build();
                log.log(PageFixture.NOW.minusSeconds(7200), PageFixture.NEW, event, 1);
                log.store();
            }
            JsonNode traced = page.ask("events", "trace", "4bf92f35").path("events");
            assertThat(texts(traced, "trace_id")).containsExactly("4bf92f35");
            String[][] finding = {
                {"mdc.user", "Anna \"A\""},
                {"thread", "http-1%"},
                {"has", "throwable"},
                {"text", "no money"},
                {"release", "1.1.0", "level", "ERROR"},
                {"host", "web-2", "-level", "WARN", "-text", "labelled"},
                {"text", "with", "text", "ALL"},
                {"thread", "other", "thread", "http-1%"}
            };
            for (String[] each : finding) {
                assertThat(count(page, each)).as(Arrays.toString(each)).isEqualTo(1);
            }
            String[][] missing = {
                {"mdc.user", "anna"},
                {"mdc.user", "Anna"},
                {"mdc.ser", "er"},
                {"mdc.us\":\"er", "x"},
                {"mdc.user", "%"},
                {"thread", "http-1"},
                {"thread", "HTTP-1%"},
                {"text", "no_money"},
                {"host", "web-2", "-release", "1.1.0"},
                {"has", "throwable", "-thread", "http-1%"},
                {"has", "throwable", "-mdc.us", "er"},
                {"trace", "nowhere"},
                {"family", "0123456789abcdef"}
            };
            for (String[] each : missing) {
                assertThat(count(page, each)).as(Arrays.toString(each)).isZero();
            }
            assertThat(count(page, "-has", "throwable", "limit", "500")).isEqualTo(187);
            assertThat(count(page, "-trace", "nowhere", "limit", "500")).isEqualTo(188);
            String family =
                    page.ask("families").path("families").get(0).path("family").asText();
            assertThat(count(page, "family", family, "limit", "500")).isEqualTo(180);
            assertThat(count(page, "-family", family, "limit", "500")).isEqualTo(8);
        }
    }

    private static int count(PageFixture page, String... parameters) {
        return page.ask("events", parameters).path("events").size();
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void hostileValues_findNothing(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            List<String> names = new ArrayList<>(SEARCHED);
            names.addAll(
                    List.of("app", "environment", "logger", "level", "trace", "family", "group", "mdc.x", "mdc.$['\""));
            for (String name : names) {
                for (String none : List.of(
                        "%%", "__", "'; DROP TABLE groups; --", "\\", "\u202e", "\u0000", "\ud800", "9".repeat(1000))) {
                    assertThat(count(page, name, none)).as(name + none).isZero();
                    assertThat(count(page, "-" + name, none, "limit", "1"))
                            .as(name + none)
                            .isEqualTo(1);
                }
            }
            assertThat(page.ask("events", "app", "shopp").path("why").get(0).asText())
                    .startsWith("no stored events match app shopp;");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void wrongRequests_areRefused(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(page.refused(400, "events", "limit", "0")).isEqualTo("limit is 0; allowed is 1 to 500");
            for (String wrong :
                    List.of("x", "%", "eA", "MSAxAAAgMQ", "OTk5OTk5OTk5OTk5OTk5OTk5IGEgYg", "A".repeat(999))) {
                assertThat(page.refused(400, "events", "before", wrong)).startsWith("before is '");
                assertThat(page.refused(404, "event/" + wrong + "/around")).startsWith("there is no event '");
            }
            assertThat(page.refused(400, "events", "text", "x".repeat(10_000))).contains("10000 characters");
            List<String> many = new ArrayList<>();
            for (int i = 0; i < 101; i++) {
                many.addAll(List.of("app", "a" + i));
            }
            assertThat(page.refused(400, "events", many.toArray(String[]::new))).contains("101 values");
            assertThat(count(page, many.subList(0, 200).toArray(String[]::new))).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void around_anEvent_areThoseOfItsApplication(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            String id = page.ask("events", "limit", "2")
                    .path("events")
                    .get(1)
                    .path("id")
                    .asText();

            JsonNode around = page.ask("event/" + id + "/around", "seconds", "60");

            assertThat(texts(around.path("events"), "time"))
                    .containsExactly("2026-01-31T14:59:30Z", "2026-01-31T14:59:00Z", "2026-01-31T14:58:00Z");
            assertThat(around.path("events").get(1).path("id").asText()).isEqualTo(id);
            assertThat(page.ask("event/" + id + "/around", "seconds", "1").path("events"))
                    .hasSize(1);
        }
    }
}
