// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.centralog.gatherer.text.TerminalText;
import java.io.IOException;
import java.util.Map;

/**
 * The body of a message in the form of Slack's incoming webhooks: a text for notifications, and blocks.
 *
 * <p>What was logged is hostile. In blocks it stands in {@code plain_text} alone, in which Slack knows neither links nor mentions nor
 * marks; in the text for notifications, the three characters that begin and end those are escaped. Control characters and those that
 * change the order of text become codes.
 */
record SlackBody(JsonGenerator json, String pageUrl) {
    private static final int MOST_IN_BLOCK = 1_000;
    private static final int MOST_IN_DIGEST = 300;

    /** Writes the fields of the body. */
    void write(Post post) throws IOException {
        json.writeStringField("text", escaped(summary(post)));
        json.writeBooleanField("unfurl_links", false);
        json.writeBooleanField("unfurl_media", false);
        json.writeArrayFieldStart("blocks");
        if (!post.type().equals(Post.ALERT)) {
            section(shown(summary(post), MOST_IN_BLOCK));
        }
        boolean isDigest = post.type().equals(Post.DIGEST);
        for (Alert each : post.alerts()) {
            if (isDigest) {
                section(shown(each.title(), MOST_IN_DIGEST) + "\n" + shown(each.text(), MOST_IN_DIGEST));
            } else {
                section(shown(each.title(), MOST_IN_DIGEST) + "\n" + shown(each.text(), MOST_IN_BLOCK));
                details(each.fields());
            }
        }
        if (isDigest && !pageUrl.isEmpty()) {
            link(pageUrl + "/", post.more() > 0 ? "and " + post.more() + " more: open the page" : "Open the page");
        } else if (post.more() > 0) {
            section("and " + post.more() + " more");
        }
        json.writeEndArray();
    }

    private static String summary(Post post) {
        return switch (post.type()) {
            case Post.TEST -> "Test message of Centralog: alerts will look like this.";
            case Post.DIGEST -> post.count() + " changes in what applications log";
            default ->
                post.alerts().get(0).title() + ": " + post.alerts().get(0).text();
        };
    }

    private void details(Map<String, String> fields) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(Alert.field(fields, "repeats")).append(" since ").append(Alert.field(fields, "since"));
        text.append(", first seen ").append(Alert.field(fields, "first_seen"));
        if (!Alert.field(fields, "mean").isEmpty()) {
            text.append(", ").append(Alert.field(fields, "per_process_hour"));
            text.append(" an hour and process, mean before ").append(Alert.field(fields, "mean"));
        }
        if (!Alert.field(fields, "thrown_classes").isEmpty()) {
            text.append(", thrown ").append(Alert.field(fields, "thrown_classes"));
        }
        section(shown(
                text.append(", family ").append(Alert.field(fields, "family")).toString(), MOST_IN_BLOCK));
        if (!Alert.field(fields, "url").isEmpty()) {
            link(Alert.field(fields, "url"), "Open the family");
        }
    }

    private void section(String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "section");
        json.writeObjectFieldStart("text");
        json.writeStringField("type", "plain_text");
        json.writeStringField("text", text);
        json.writeBooleanField("emoji", false);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes a link; the address is made of a setting and of a family's id alone. */
    private void link(String url, String words) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "section");
        json.writeObjectFieldStart("text");
        json.writeStringField("type", "mrkdwn");
        json.writeStringField("text", "<" + escaped(url) + "|" + words + ">");
        json.writeBooleanField("verbatim", true);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String shown(String text, int most) {
        String line = TerminalText.line(text);
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most)) + "…";
    }

    private static String escaped(String text) {
        return shown(text, MOST_IN_BLOCK)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
