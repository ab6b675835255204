// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.EventCursor;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.util.List;
import java.util.Map;

/** The fields of events: those of {@code tail --json}, and an id. */
final class EventLines {
    /** The most characters of a stack trace in a list of events. */
    private static final int MOST_OF_STACK = 32_000;

    /** The names of all fields of an event. */
    static final List<String> FIELDS = List.of(
            "time",
            "second",
            "level",
            "app",
            "environment",
            "logger",
            "message",
            "repeats",
            "host",
            "release",
            "thread",
            "thrown_class",
            "thrown_message",
            "template",
            "arguments",
            "mdc",
            "ndc",
            "key_values",
            "markers",
            "place",
            "stack",
            "stack_characters",
            "in_full",
            "flag",
            "group",
            "processes",
            "id");

    private static final EventJson JSON = new EventJson(Times.UTC, true);

    private EventLines() {}

    static List<Map<String, Object>> of(List<StoredEvent> events) {
        return events.stream().map(EventLines::of).toList();
    }

    private static Map<String, Object> of(StoredEvent row) {
        return line(row).fields();
    }

    /** Returns the fields of a row. */
    static JsonLine line(StoredEvent row) {
        JsonLine line = JSON.line(row, List.of()).put("id", EventCursor.of(row).text());
        Object stack = line.fields().get("stack");
        if (stack instanceof String text && text.length() > MOST_OF_STACK) {
            int end = text.lastIndexOf('\n', MOST_OF_STACK) + 1;
            line.put("stack", text.substring(0, end == 0 ? MOST_OF_STACK : end)).put("stack_characters", text.length());
        }
        return line;
    }
}
