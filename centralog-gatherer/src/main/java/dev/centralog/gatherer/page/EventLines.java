// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.stored.EventCursor;
import dev.centralog.gatherer.stored.RowMatch;
import dev.centralog.gatherer.stored.RowMatches;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
            "counted_by",
            "own_matches",
            "matching_sample",
            "one_message",
            "id");

    private static final EventJson JSON = new EventJson(Times.UTC, true);

    private EventLines() {}

    static List<Map<String, Object>> of(List<StoredEvent> events) {
        return events.stream().map(EventLines::of).toList();
    }

    /** Returns the same of what a query has found, with the events that meet it where these are not the rows' own. */
    static List<Map<String, Object>> of(List<StoredEvent> events, RowMatches matches) {
        List<RowMatch> found = matches.of(events);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            JsonLine line = line(events.get(i));
            RowMatch match = found.get(i);
            GatheredSample sample = match.sample();
            if (!match.isOwn()) {
                line.put("own_matches", false);
            }
            if (match.isOneMessage() && events.get(i).repeats() > 1) {
                line.put("one_message", true);
            }
            if (sample != null) {
                line.put("matching_sample", sample(sample, match.process()).fields());
            }
            lines.add(line.fields());
        }
        return lines;
    }

    /** Returns the fields of a sample, with those of its process if that is known. */
    static JsonLine sample(GatheredSample sample, @Nullable ProcessInfo process) {
        JsonLine line = JSON.sample(sample);
        return process == null ? line : line.add("host", none(process.host())).add("release", none(process.release()));
    }

    /** Returns how many of a row's events are of which host and release, the most first; empty if all are of one process. */
    private static List<Map<String, Object>> countedBy(StoredEvent row) {
        Map<List<String>, Long> counts = new LinkedHashMap<>();
        row.processes().asMap().forEach((id, repeats) -> {
            ProcessInfo process = row.own().counting().get(id);
            counts.merge(
                    process == null ? List.of("", "") : List.of(process.host(), process.release()), repeats, Long::sum);
        });
        return row.processes().size() < 2
                ? List.of()
                : counts.entrySet().stream()
                        .sorted(Map.Entry.<List<String>, Long>comparingByValue().reversed())
                        .map(each -> new JsonLine()
                                .put("host", none(each.getKey().get(0)))
                                .put("release", none(each.getKey().get(1)))
                                .put("repeats", each.getValue())
                                .fields())
                        .toList();
    }

    private static @Nullable String none(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Map<String, Object> of(StoredEvent row) {
        return line(row).fields();
    }

    /** Returns the fields of a row. */
    static JsonLine line(StoredEvent row) {
        JsonLine line = JSON.line(row, List.of())
                .add("counted_by", countedBy(row))
                .put("id", EventCursor.of(row).text());
        Object stack = line.fields().get("stack");
        if (stack instanceof String text && text.length() > MOST_OF_STACK) {
            int end = text.lastIndexOf('\n', MOST_OF_STACK) + 1;
            line.put("stack", text.substring(0, end == 0 ? MOST_OF_STACK : end)).put("stack_characters", text.length());
        }
        return line;
    }
}
