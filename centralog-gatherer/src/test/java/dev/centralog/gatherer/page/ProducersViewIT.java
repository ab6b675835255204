// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.stored.StoredLog.Runner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the view {@code producers}. */
class ProducersViewIT {
    private static final String DELIVERY = "c0ffee:0:1";
    private static final Instant NOW = PageFixture.NOW;

    @TempDir
    Path directory = Path.of("");

    private static DropReport drop(String process, String stream, long count) {
        return new DropReport(
                NOW.minus(Duration.ofMinutes(5)),
                (stream.equals("samples") ? "~left" : "~drop:bufferFull")
                        + (process.isEmpty() ? "" : ":" + process)
                        + (stream.equals("actions") ? ":actions" : ""),
                DELIVERY,
                stream,
                count,
                "bufferFull",
                new Origin("shop", "production", "web-9", 9));
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void producers_ofADay_saySeenStateAndWhatTheyDropped(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            Runner alive = StoredLog.process(1, "production", "1.0.0");
            Runner silent = StoredLog.process(2, "production", "1.0.0");
            Runner ended = StoredLog.process(3, "production", "1.0.0");
            Runner dropped = StoredLog.process(4, "production", "1.0.0");
            try (StoredLog log = new StoredLog(page.url())) {
                log.run(alive, NOW.minus(Duration.ofHours(2)), NOW.minusSeconds(60));
                log.run(silent, NOW.minus(Duration.ofHours(2)), NOW.minus(Duration.ofHours(1)));
                log.run(ended, NOW.minus(Duration.ofHours(2)), NOW.minus(Duration.ofHours(1)));
                log.sign(ended, ProcessSign.Kind.END, NOW.minus(Duration.ofMinutes(30)));
                log.run(dropped, NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(8)));
                log.store();
                List<DropReport> drops = List.of(
                        drop("0000000000000004", "events", 7),
                        drop("0000000000000004", "actions", 9),
                        drop("", "events", 5),
                        drop("0000000000000004", "samples", 1000));
                log.sinks()
                        .events()
                        .store(new SealedWindow(DELIVERY, 1, new EventWindow.Content(List.of(), drops, List.of())));
            }

            JsonNode all = page.ask("producers");

            JsonNode producers = all.path("producers");
            assertThat(texts(producers, "process"))
                    .containsExactly(
                            "0000000000000004", "null", "0000000000000002", "0000000000000001", "0000000000000003");
            assertThat(texts(producers, "state")).containsExactly("silent", "null", "silent", "alive", "ended");
            assertThat(texts(producers.get(0).path("dropped"), "stream")).containsExactly("actions", "events");
            assertThat(texts(producers.get(0).path("dropped"), "count")).containsExactly("9", "7");
            assertThat(texts(producers.get(1).path("dropped"), "reason")).containsExactly("bufferFull");
            assertThat(texts(producers, "host")).containsExactly("web-4", "web-9", "web-2", "web-1", "web-3");
            assertThat(producers.get(3).path("last_seen").asText()).isEqualTo("2026-01-31T14:59:00Z");
            assertThat(producers.get(3).path("waiting").isNull()).isTrue();
            assertThat(all.path("notes").get(0).asText()).startsWith("how much waits is not known");
            JsonNode first = page.ask("producers", "limit", "1");
            assertThat(first.path("producers")).hasSize(1);
            assertThat(first.path("more").asBoolean()).isTrue();
            assertThat(page.refused(400, "producers", "limit", "0")).isEqualTo("limit is 0; allowed is 1 to 500");
        }
    }
}
