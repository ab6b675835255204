// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.centralog.gatherer.config.WebhookFormat;
import dev.centralog.gatherer.text.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The bodies of messages: JSON, of ASCII alone. */
final class Body {
    /** The version of our own form; a new one has other meanings of fields, or lacks some. */
    static final int VERSION = 1;

    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Body() {}

    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** Returns the body of a message in a form. */
    static byte[] of(Post post, WebhookFormat format, String pageUrl) {
        return switch (format) {
            case JSON -> bytes(json -> write(json, post));
            case SLACK -> bytes(json -> new SlackBody(json, pageUrl).write(post));
        };
    }

    private static byte[] bytes(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: it writes to memory
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(JsonGenerator json, Post post) throws IOException {
        json.writeNumberField("version", VERSION);
        json.writeStringField("id", post.id());
        json.writeStringField("type", post.type());
        json.writeStringField("made_at", Times.UTC.iso(post.madeAt()));
        json.writeNumberField("count", post.count());
        json.writeArrayFieldStart("alerts");
        for (Alert each : post.alerts()) {
            json.writeRawValue(each.json());
        }
        json.writeEndArray();
        json.writeNumberField("more", post.more());
    }
}
