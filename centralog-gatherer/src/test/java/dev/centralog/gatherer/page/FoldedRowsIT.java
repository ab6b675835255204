// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.ThreadRef;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.stored.StoredLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of rows that count the events of several processes, and are found for one of these. */
class FoldedRowsIT {
    private static final Instant SECOND = PageFixture.NOW.minusSeconds(60);
    private static final String DELIVERY = "c0ffee:0:1";

    @TempDir
    Path directory = Path.of("");

    private static ProcessInfo process(int host, String release) {
        return new ProcessInfo("shop", "production", release, "web-" + host, 4710 + host, "");
    }

    private static LogEvent order(String order, ProcessInfo process) {
        return StoredLog.event(Level.ERROR, "order {} failed").toBuilder()
                .time(SECOND)
                .message("order " + order + " failed")
                .arguments(order)
                .mdc(Map.of("order", order, "trace_id", "trace of " + order))
                .thread(new ThreadRef("http of " + order, 1, 5))
                .origin(new Origin("shop", "production", process.host(), process.pid()))
                .build();
    }

    /** Returns a row of four events: of host 1, which is the row's own, two of host 2, of which one is a sample, and one of host 3. */
    private PageFixture folded(Databases.Kind kind) {
        PageFixture page = PageFixture.empty(kind, directory);
        List<ProcessInfo> processes = List.of(process(1, "2.8.0"), process(2, "2.7.3"), process(3, "2.7.3"));
        Map<String, ProcessInfo> known = Stream.of(1, 2, 3)
                .collect(Collectors.toMap(
                        (Integer each) -> String.format("%016x", each),
                        Function.<Integer>identity().andThen(each -> processes.get(each - 1))));
        GatheredSample sample = new GatheredSample(
                String.format("%016x", 2),
                1,
                order("B-2", processes.get(1)).toBuilder()
                        .time(SECOND.plusMillis(7))
                        .build());
        GatheredEvent row = new GatheredEvent(
                SECOND,
                "a".repeat(32),
                DELIVERY,
                ProcessCounts.builder().add(1, 1).add(2, 2).add(3, 1).build(),
                order("A-1", processes.get(0)),
                GatheredEvent.Flag.NONE,
                new GatheredEvent.Samples(true, List.of(sample)));
        try (StoredLog log = new StoredLog(page.url())) {
            EventWindow.Processes said = new EventWindow.Processes(known, List.of());
            log.sinks()
                    .events()
                    .store(new SealedWindow(
                            DELIVERY, 1, new EventWindow.Content(List.of(row), List.of(), List.of(), said)));
        }
        return page;
    }

    private static JsonNode only(PageFixture page, String... filters) {
        JsonNode events = page.ask("events", filters).path("events");
        assertThat(events).as(Arrays.toString(filters)).hasSize(1);
        return events.get(0);
    }

    @ParameterizedTest
    @EnumSource
    void row_foundForAnotherProcess_saysWhichEventMatches(Databases.Kind kind) {
        try (PageFixture page = folded(kind)) {
            String[][] ofSample = {
                {"host", "web-2"},
                {"host", "web-2", "release", "2.7.3"},
                {"host", "web-2", "host", "web-9", "release", "2.7.3"},
                {"release", "2.7.3"},
                {"mdc.order", "B-2"},
                {"thread", "http of B-2"},
                {"trace", "trace of B-2"},
                {"text", "ORDER b-2"},
                {"text", "failed", "text", "B-2", "host", "web-2"}
            };
            for (String[] filters : ofSample) {
                JsonNode row = only(page, filters);
                assertThat(row.path("message").asText()).isEqualTo("order A-1 failed");
                assertThat(row.path("own_matches").asBoolean(true))
                        .as(Arrays.toString(filters))
                        .isFalse();
                JsonNode sample = row.path("matching_sample");
                assertThat(sample.path("message").asText()).isEqualTo("order B-2 failed");
                assertThat(sample.path("time").asText()).isEqualTo("2026-01-31T14:59:00.007Z");
                assertThat(sample.path("host").asText()).isEqualTo("web-2");
                assertThat(sample.path("release").asText()).isEqualTo("2.7.3");
            }
            String[][] ofOwn = {
                {}, {"host", "web-1", "release", "2.8.0"}, {"mdc.order", "A-1"}, {"text", "a-1"}, {"-host", "web-9"}
            };
            for (String[] filters : ofOwn) {
                JsonNode row = only(page, filters);
                assertThat(row.has("own_matches")).as(Arrays.toString(filters)).isFalse();
                assertThat(row.has("matching_sample")).isFalse();
            }
            JsonNode counted = only(page, "host", "web-3");
            assertThat(counted.path("own_matches").asBoolean(true)).isFalse();
            assertThat(counted.has("matching_sample")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void row_ofSeveralProcesses_saysHowOftenEachHasCounted(Databases.Kind kind) {
        try (PageFixture page = folded(kind)) {
            JsonNode counted = only(page).path("counted_by");

            assertThat(texts(counted, "host").get(0)).isEqualTo("web-2");
            assertThat(texts(counted, "host")).containsExactlyInAnyOrder("web-1", "web-2", "web-3");
            assertThat(texts(counted, "repeats")).containsExactly("2", "1", "1");
            assertThat(texts(counted, "release")).containsExactlyInAnyOrder("2.8.0", "2.7.3", "2.7.3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostAndRelease_ofDifferentProcesses_findNothing(Databases.Kind kind) {
        try (PageFixture page = folded(kind)) {
            for (String[] none : new String[][] {
                {"host", "web-1", "release", "2.7.3"},
                {"host", "web-2", "host", "web-3", "release", "2.8.0"},
                {"host", "web-1", "release", "2.7.3", "-host", "web-9"}
            }) {
                assertThat(page.ask("events", none).path("events"))
                        .as(Arrays.toString(none))
                        .isEmpty();
            }
        }
    }

    /** Tests filters that an event itself must meet: all of them the same one. */
    @ParameterizedTest
    @EnumSource
    void filtersOfEvents_metByDifferentOnes_findNothing(Databases.Kind kind) {
        try (PageFixture page = folded(kind)) {
            for (String[] none : new String[][] {
                {"thread", "http of A-1", "mdc.order", "B-2"},
                {"trace", "trace of A-1", "mdc.order", "B-2"},
                {"trace", "trace of B-2", "text", "A-1"},
                {"thread", "http of B-2", "text", "A-1"},
                {"text", "A-1", "text", "B-2"}
            }) {
                assertThat(page.ask("events", none).path("events"))
                        .as(Arrays.toString(none))
                        .isEmpty();
            }
            for (String[] filters : new String[][] {
                {"thread", "http of B-2", "mdc.order", "B-2", "trace", "trace of B-2", "text", "order B-2"},
                {"thread", "http of B-2", "text", "order {} failed"},
                {"thread", "http of B-2", "mdc.order", "A-1", "mdc.order", "B-2"}
            }) {
                assertThat(only(page, filters)
                                .path("matching_sample")
                                .path("message")
                                .asText())
                        .isEqualTo("order B-2 failed");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void samples_ofARow_areThoseBesideItsOwnEvent(Databases.Kind kind) {
        try (PageFixture page = folded(kind)) {
            String id = only(page).path("id").asText();

            JsonNode answer = page.ask("event/" + id + "/samples");

            assertThat(only(page).has("one_message")).isFalse();
            assertThat(answer.path("repeats").asLong()).isEqualTo(4);
            assertThat(answer.path("in_full").asLong()).isEqualTo(2);
            assertThat(texts(answer.path("samples"), "message")).containsExactly("order B-2 failed");
            assertThat(texts(answer.path("samples"), "host")).containsExactly("web-2");
            for (String wrong : List.of("x", "eA", "MSAxAAAgMQ", id.substring(0, id.length() - 4))) {
                assertThat(page.refused(404, "event/" + wrong + "/samples")).startsWith("there is no event '");
            }
        }
    }
}
