// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.gatherer.change.Louder;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.FamilyDetails;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alert of a family that has changed: an object of JSON, which docs/alerts.md describes. It has no text of an event: only what
 * all events of the family have in common.
 *
 * @param json the object
 */
record Alert(String json) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MOST_CHARACTERS = 1_000;
    private static final int MOST_HOSTS = 20;

    /** The family as it has changed, with its environment, and its release or an empty text. */
    record Subject(ChangeQuery query, Change change, String environment, String release) {}

    static Alert of(Subject subject, FamilyDetails details, String pageUrl) {
        Change change = subject.change;
        FamilyInfo family = change.family().info();
        List<String> hosts = details.hosts();
        JsonLine line = new JsonLine()
                .put("kind", change.kind().label())
                .put("family", family.id())
                .put("level", family.level().name())
                .put("app", cut(family.app()))
                .put("environment", cut(subject.environment))
                .put("release", cut(subject.release))
                .put("logger", cut(family.logger()))
                .put("template", cut(family.template()))
                .put("thrown_classes", cut(family.thrownClasses()))
                .put("repeats", details.repeats())
                .put("since", Times.UTC.iso(subject.query.from()))
                .put("first_seen", Times.UTC.iso(change.family().firstSeen()))
                .put("last_seen", Times.UTC.iso(details.lastSeen()))
                .put("hosts", hosts.subList(0, Math.min(hosts.size(), MOST_HOSTS)));
        Louder louder = change.louder();
        if (louder != null) {
            line.put("per_process_hour", louder.rates().present())
                    .put("mean", louder.rates().mean())
                    .put("highest", louder.rates().highest())
                    .put("periods", louder.rates().periods());
            louder.chance().ifPresent(chance -> line.put("chance", chance));
        }
        line.put("url", pageUrl.isEmpty() ? null : pageUrl + "/family/" + family.id());
        return new Alert(line.text().strip());
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(
                                0,
                                Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1))
                                        ? MOST_CHARACTERS - 1
                                        : MOST_CHARACTERS)
                        + "…";
    }

    /** Returns the fields that are texts, numbers or null, as texts; null is an empty one. */
    Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    fields.put(name, parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    /** Returns a line such as {@code NEW ERROR shop (production) 1.4.2}. */
    String title() {
        Map<String, String> fields = fields();
        StringBuilder title = new StringBuilder();
        title.append(field(fields, "kind").toUpperCase(Locale.ROOT))
                .append(' ')
                .append(field(fields, "level"))
                .append(' ')
                .append(field(fields, "app"));
        if (!field(fields, "environment").isEmpty()) {
            title.append(" (").append(field(fields, "environment")).append(')');
        }
        if (!field(fields, "release").isEmpty()) {
            title.append(' ').append(field(fields, "release"));
        }
        return title.toString();
    }

    /** Returns a line with the logger and the template. */
    String text() {
        Map<String, String> fields = fields();
        String logger = field(fields, "logger");
        return (logger.isEmpty() ? "" : logger + ": ") + field(fields, "template");
    }

    static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }
}
