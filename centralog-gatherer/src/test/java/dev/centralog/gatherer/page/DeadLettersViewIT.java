// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centralog.gather.EventWire;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Windows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the views {@code dead-letters} and {@code dead-letter/ID}, and of what may be done with dead letters. */
class DeadLettersViewIT {
    private static final byte[] NOTHING = {};

    @TempDir
    Path directory = Path.of("");

    private static void store(PageFixture page, byte[] raw) {
        try (Sinks sinks = Sinks.open(Databases.target(page.url()))) {
            sinks.events().store(Windows.ofUnreadable(1, raw));
        }
    }

    private static JsonNode change(PageFixture page, int status, String path) throws IOException {
        PageViews.Answer answer = page.views().change(path, NOTHING, "page");
        assertThat(answer.status()).as(answer.json()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.json());
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void letter_thatIsReadable_isShownAndReplayed(Databases.Kind kind) throws IOException {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            byte[] raw = EventWire.encode(Windows.rich());
            store(page, raw);

            JsonNode list = page.ask("dead-letters");
            JsonNode listed = list.path("dead_letters").get(0);
            String id = listed.path("id").asText();
            assertThat(list.path("waiting").asLong()).isEqualTo(1);
            assertThat(listed.path("reason").asText()).isEqualTo("not an event");
            assertThat(listed.path("bytes").asInt()).isEqualTo(raw.length);
            assertThat(listed.path("can_be_replayed").asBoolean()).isTrue();
            JsonNode one = page.ask("dead-letter/" + id);
            assertThat(one.path("content").asText()).isEqualTo(new String(raw, StandardCharsets.UTF_8));
            assertThat(one.path("group")).isEqualTo(listed.path("group"));

            assertThat(change(page, 200, "dead-letter/" + id + "/replay")
                            .path("replayed")
                            .asBoolean())
                    .isTrue();

            assertThat(page.ask("dead-letters").path("dead_letters")).isEmpty();
            assertThat(page.ask("dead-letters").path("waiting").asLong()).isZero();
            assertThat(page.ask("dead-letters", "replayed", "yes").path("dead_letters"))
                    .hasSize(1);
            assertThat(page.ask("events").path("events").get(0).path("message").asText())
                    .isEqualTo(Windows.rich().message());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void letter_thatIsGarbage_saysWhyAndIsDiscarded(Databases.Kind kind) throws IOException {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            store(page, ("{\"v\":99}" + "\u001b<script>".repeat(4_000)).getBytes(StandardCharsets.UTF_8));
            String id = page.ask("dead-letters", "limit", "1")
                    .path("dead_letters")
                    .get(0)
                    .path("id")
                    .asText();
            JsonNode one = page.ask("dead-letter/" + id);
            assertThat(one.path("content").asText()).hasSize(32_000);
            assertThat(one.path("content_characters").asInt()).isEqualTo(8 + 9 * 4_000);

            JsonNode replayed = change(page, 200, "dead-letter/" + id + "/replay");
            assertThat(replayed.path("replayed").asBoolean(true)).isFalse();
            assertThat(replayed.path("why").asText()).contains("99");
            assertThat(page.ask("dead-letter/" + id).path("attempts").asInt()).isEqualTo(2);

            assertThat(change(page, 200, "dead-letter/" + id + "/discard")
                            .path("discarded")
                            .asBoolean())
                    .isTrue();

            assertThat(page.refused(404, "dead-letter/" + id)).contains("there is no dead letter '" + id + "'");
            change(page, 404, "dead-letter/" + id + "/discard");
            change(page, 404, "dead-letter/" + id + "/replay");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void requests_thatAreWrong_areRefused(Databases.Kind kind) throws IOException {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            for (String id : List.of("x", "-1", "1e3", "9".repeat(19), "", "1 OR 1=1", "١")) {
                page.refused(404, "dead-letter/" + id);
                change(page, 404, "dead-letter/" + id + "/discard");
            }
            change(page, 404, "dead-letter/1/keep");
            assertThat(page.refused(400, "dead-letters", "limit", "501")).contains("allowed is 1 to 500");
            assertThat(page.refused(400, "dead-letters", "replayed", "maybe")).contains("allowed is one of no, yes");
        }
    }
}
