// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centralog.gatherer.config.WebhookFormat;
import dev.centralog.gatherer.text.JsonLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackBodyTest {
    private static final Instant TIME = Instant.parse("2026-02-10T14:37:30Z");
    private static final String PAGE = "https://logs.example.com";

    private static Alert alert(String template) {
        return new Alert(new JsonLine()
                .put("kind", "new")
                .put("family", "ab12cd34")
                .put("level", "ERROR")
                .put("app", template)
                .put("environment", template)
                .put("release", template)
                .put("logger", template)
                .put("template", template)
                .put("thrown_classes", template)
                .put("repeats", 3)
                .put("since", TIME)
                .put("first_seen", TIME)
                .put("hosts", List.of(template))
                .put("url", PAGE + "/family/ab12cd34")
                .text()
                .strip());
    }

    private static String text(Post post) {
        return new String(Body.of(post, WebhookFormat.SLACK, PAGE), StandardCharsets.UTF_8);
    }

    private static JsonNode json(Post post) throws IOException {
        return new ObjectMapper().readTree(text(post));
    }

    private static Post single(String template) {
        return new Post("id", Post.ALERT, TIME, List.of(alert(template)), 1);
    }

    /** Returns the texts in which Slack knows links and mentions. */
    private static List<String> marked(JsonNode body) {
        List<String> texts = new ArrayList<>(List.of(body.path("text").asText()));
        body.findParents("verbatim").forEach(each -> texts.add(each.path("text").asText()));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!channel>",
                "<!here|here>",
                "<@U012AB3CD>",
                "<https://evil.example|click>",
                "&lt;!channel&gt;",
                "*bold* _it_ ~x~ `code` :boom:",
                "\u202egnp.exe\u0000\u0007\n<!everyone>",
                "\",\"blocks\":[]}"
            })
    void write_hostileText_makesNoLinkAndNoMention(String hostile) throws IOException {
        for (Post post : List.of(
                single(hostile), new Post("id", Post.DIGEST, TIME, Collections.nCopies(3, alert(hostile)), 40))) {
            JsonNode body = json(post);

            assertThat(marked(body)).allSatisfy(each -> assertThat(each.replaceFirst(
                            "^<https://logs\\.example\\.com/(family/ab12cd34)?\\|[a-zA-Z0-9: ]+>$", ""))
                    .doesNotContain("<", ">")
                    .doesNotContainPattern("&(?!amp;|lt;|gt;)"));
            body.path("blocks").forEach(block -> {
                JsonNode text = block.path("text");
                if (text.path("type").asText().equals("plain_text")) {
                    assertThat(text.path("emoji").asBoolean(true)).isFalse();
                    assertThat(text.path("text").asText()).doesNotContain("\u202e", "\u0000", "\u0007");
                } else {
                    assertThat(text.path("verbatim").asBoolean()).isTrue();
                }
            });
            assertThat(text(post)).matches("\\p{ASCII}*");
        }
    }

    /** The limits are those of Slack's reference of blocks: 50 blocks, 3,000 characters in a section. */
    @Test
    void write_largestMessages_keepTheLimitsOfSlack() throws IOException {
        String large = "&".repeat(1_000);
        for (Post post : List.of(
                single(large), new Post("id", Post.DIGEST, TIME, Collections.nCopies(20, alert(large)), 5_000))) {
            JsonNode blocks = json(post).path("blocks");

            assertThat(blocks.size()).isBetween(1, 50);
            blocks.forEach(
                    each -> assertThat(each.path("text").path("text").asText()).hasSizeBetween(1, 3_000));
        }
    }

    @Test
    void write_alert_saysWhatHasHappenedAndLinksToTheFamily() throws IOException {
        String body = json(single("shop")).toString();

        assertThat(body)
                .contains("NEW ERROR shop (shop) shop", "<https://logs.example.com/family/ab12cd34|Open the family>");
    }
}
