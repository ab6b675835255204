// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.EventMarker;
import dev.centralog.EventSection;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of events as JSON in UTF-8, major version {@value #VERSION}.
 *
 * <p>A field that is null, empty or its default is not written. A reader skips fields that it does not know, and unknown
 * items at the end of arrays with fixed places. A change that older readers can't skip is a new major version, which
 * they refuse. A surrogate without its partner becomes U+FFFD. If a field occurs twice, the last one counts.
 *
 * <table>
 * <caption>Fields of an event</caption>
 * <tr><th>field</th><th>content</th><th>if missing</th></tr>
 * <tr><td>v</td><td>major version; the first field</td><td>unreadable</td></tr>
 * <tr><td>t</td><td>time: seconds of the epoch</td><td>unreadable</td></tr>
 * <tr><td>n</td><td>time: nanoseconds within the second</td><td>0</td></tr>
 * <tr><td>level</td><td>the level's name</td><td>unreadable</td></tr>
 * <tr><td>severity</td><td>its severity</td><td>that of the standard level with this name, or 0</td></tr>
 * <tr><td>logger</td><td>text</td><td>null</td></tr>
 * <tr><td>thread, tid, priority</td><td>the thread: name, id, priority</td><td>null, 0, 0</td></tr>
 * <tr><td>message</td><td>text</td><td>null</td></tr>
 * <tr><td>template</td><td>text or null</td><td>the same as message</td></tr>
 * <tr><td>args</td><td>array of values, see {@link ValueEncoder}</td><td>empty</td></tr>
 * <tr><td>thrown</td><td>a throwable, see below</td><td>null</td></tr>
 * <tr><td>at</td><td>the location: {@code [class, method, line, file]}, see {@link FrameEncoder}</td><td>null</td></tr>
 * <tr><td>markers</td><td>array; a marker without references is its name, else
 *     {@code {"name": text, "refs": markers}}</td><td>empty</td></tr>
 * <tr><td>mdc</td><td>object of texts and nulls</td><td>empty</td></tr>
 * <tr><td>ndc</td><td>array of texts</td><td>empty</td></tr>
 * <tr><td>kv</td><td>array of {@code [key, value]}</td><td>empty</td></tr>
 * <tr><td>app, env, host, pid</td><td>the origin</td><td>empty, empty, empty, 0</td></tr>
 * <tr><td>seq</td><td>the sequence</td><td>0</td></tr>
 * <tr><td>cuts</td><td>object: the truncated fields, and their full sizes</td><td>empty</td></tr>
 * <tr><td>varying</td><td>true: the row counts texts of its place that differ, and this is the event of one of
 *     them</td><td>false</td></tr>
 * </table>
 *
 * <table>
 * <caption>Fields of a throwable</caption>
 * <tr><th>field</th><th>content</th><th>if missing</th></tr>
 * <tr><td>class</td><td>the class's name</td><td>empty</td></tr>
 * <tr><td>message, text</td><td>texts</td><td>null</td></tr>
 * <tr><td>frames</td><td>array of frames, see {@link FrameEncoder}</td><td>empty</td></tr>
 * <tr><td>common</td><td>the number of last frames of the throwable around this one that follow</td><td>0</td></tr>
 * <tr><td>omitted</td><td>the number of frames that the limit cut off</td><td>0</td></tr>
 * <tr><td>ref</td><td>the number of the throwable that this refers to</td><td>-1</td></tr>
 * <tr><td>cause</td><td>a throwable</td><td>null</td></tr>
 * <tr><td>suppressed</td><td>array of throwables</td><td>empty</td></tr>
 * </table>
 */
public final class EventEncoder {
    /** The newest major version, which is the one that is written. */
    public static final int VERSION = 1;

    private EventEncoder() {}

    /**
     * Returns the encoded event, without limits.
     *
     * @throws IllegalArgumentException if it could not be read again: longer than 16 MiB, or nested deeper than 500
     */
    public static byte[] encode(LogEvent event) {
        return encode(event, false);
    }

    /**
     * Returns the encoded event, without limits.
     *
     * @param varying whether its row counts texts that differ
     * @throws IllegalArgumentException if it could not be read again: longer than 16 MiB, or nested deeper than 500
     */
    public static byte[] encode(LogEvent event, boolean varying) {
        JsonOutput json = new JsonOutput();
        json.writeStartObject();
        write(json, event);
        if (varying) {
            json.writeFieldName("varying");
            json.writeBoolean(true);
        }
        json.writeEndObject();
        return json.bytes();
    }

    /**
     * Returns what an event has of its own, without limits: time, thread, arguments, MDC, NDC, key-values, and its throwables
     * without frames. The message is left out if the template gives it with these arguments.
     *
     * @param hasTemplate whether to write the template
     * @param hasOrigin whether to write the origin
     */
    static byte[] encodeSample(LogEvent event, boolean hasTemplate, boolean hasOrigin) {
        JsonOutput json = new JsonOutput();
        json.writeStartObject();
        json.writeNumberField("v", VERSION);
        time(json, event.time());
        thread(json, event.thread());
        if (hasTemplate) {
            textOrNull(json, "template", event.template());
        }
        if (!RenderedTemplate.gives(event.message(), event.template(), event.arguments())) {
            textOrNull(json, "message", event.message());
        }
        section(json, EventSection.ARGUMENTS, event);
        if (event.thrown() != null) {
            json.writeFieldName(field(EventSection.THROWN));
            ThrownEncoder.write(json, event.thrown().withoutFrames());
        }
        section(json, EventSection.MDC, event);
        section(json, EventSection.NDC, event);
        section(json, EventSection.KEY_VALUES, event);
        if (hasOrigin) {
            origin(json, event.origin());
        }
        section(json, EventSection.CUTS, event);
        json.writeEndObject();
        return json.bytes();
    }

    /** Returns the JSON of a section's field, or null if the event does not have that field. */
    public static @Nullable String section(EventSection section, LogEvent event) {
        if (!has(section, event)) {
            return null;
        }
        JsonOutput json = new JsonOutput();
        writeSection(json, section, event);
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }

    private static void write(JsonOutput json, LogEvent event) {
        json.writeNumberField("v", VERSION);
        time(json, event.time());
        Level level = event.level();
        text(json, "level", level.name());
        if (!Level.of(level.name()).equals(level)) {
            json.writeNumberField("severity", level.severity());
        }
        text(json, "logger", event.logger());
        thread(json, event.thread());
        message(json, event.template(), event.message());
        section(json, EventSection.ARGUMENTS, event);
        section(json, EventSection.THROWN, event);
        SourceLocation location = event.location();
        if (location != null) {
            json.writeFieldName("at");
            FrameEncoder.writeOne(json, location.toStackTraceElement());
        }
        section(json, EventSection.MARKERS, event);
        section(json, EventSection.MDC, event);
        section(json, EventSection.NDC, event);
        section(json, EventSection.KEY_VALUES, event);
        origin(json, event.origin());
        number(json, "seq", event.sequence(), 0);
        section(json, EventSection.CUTS, event);
    }

    private static void time(JsonOutput json, Instant time) {
        json.writeNumberField("t", time.getEpochSecond());
        number(json, "n", time.getNano(), 0);
    }

    private static void thread(JsonOutput json, ThreadRef thread) {
        text(json, "thread", thread.name());
        number(json, "tid", thread.id(), 0);
        number(json, "priority", thread.priority(), 0);
    }

    /**
     * Writes both, the template only if it differs from the message; they are equal for every event without
     * arguments.
     */
    private static void message(JsonOutput json, @Nullable String template, @Nullable String message) {
        text(json, "message", message);
        if (!Objects.equals(template, message)) {
            textOrNull(json, "template", template);
        }
    }

    static void origin(JsonOutput json, Origin origin) {
        text(json, "app", emptyAsNull(origin.app()));
        text(json, "env", emptyAsNull(origin.environment()));
        text(json, "host", emptyAsNull(origin.host()));
        number(json, "pid", origin.pid(), 0);
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static void text(JsonOutput json, String field, @Nullable String text) {
        if (text != null) {
            json.writeFieldName(field);
            json.writeText(text);
        }
    }

    private static void textOrNull(JsonOutput json, String field, @Nullable String text) {
        json.writeFieldName(field);
        if (text == null) {
            json.writeNull();
        } else {
            json.writeText(text);
        }
    }

    static void number(JsonOutput json, String field, long number, long ifNotThere) {
        if (number != ifNotThere) {
            json.writeNumberField(field, number);
        }
    }

    static String field(EventSection section) {
        return switch (section) {
            case ARGUMENTS -> "args";
            case THROWN -> "thrown";
            case MARKERS -> "markers";
            case MDC -> "mdc";
            case NDC -> "ndc";
            case KEY_VALUES -> "kv";
            case CUTS -> "cuts";
        };
    }

    static boolean has(EventSection section, LogEvent event) {
        return switch (section) {
            case ARGUMENTS -> !event.arguments().isEmpty();
            case THROWN -> event.thrown() != null;
            case MARKERS -> !event.markers().isEmpty();
            case MDC -> !event.mdc().isEmpty();
            case NDC -> !event.ndc().isEmpty();
            case KEY_VALUES -> !event.keyValues().isEmpty();
            case CUTS -> !event.cuts().isEmpty();
        };
    }

    private static void section(JsonOutput json, EventSection section, LogEvent event) {
        if (has(section, event)) {
            json.writeFieldName(field(section));
            writeSection(json, section, event);
        }
    }

    static void writeSection(JsonOutput json, EventSection section, LogEvent event) {
        switch (section) {
            case ARGUMENTS -> ValueEncoder.write(json, event.arguments());
            case THROWN -> {
                if (event.thrown() != null) {
                    ThrownEncoder.write(json, event.thrown());
                }
            }
            case MARKERS -> markers(json, event.markers());
            case MDC -> ValueEncoder.write(json, event.mdc());
            case NDC -> ValueEncoder.write(json, event.ndc());
            case KEY_VALUES -> keyValues(json, event.keyValues());
            case CUTS -> cuts(json, event.cuts());
        }
    }

    private static void markers(JsonOutput json, List<EventMarker> markers) {
        json.writeStartArray();
        for (EventMarker marker : markers) {
            if (marker.references().isEmpty()) {
                json.writeText(marker.name());
            } else {
                json.writeStartObject();
                text(json, "name", marker.name());
                json.writeFieldName("refs");
                markers(json, marker.references());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void keyValues(JsonOutput json, List<KeyValue> keyValues) {
        json.writeStartArray();
        for (KeyValue each : keyValues) {
            json.writeStartArray();
            json.writeText(each.key());
            ValueEncoder.write(json, each.value());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void cuts(JsonOutput json, Map<String, Long> cuts) {
        json.writeStartObject();
        for (Map.Entry<String, Long> cut : cuts.entrySet()) {
            json.writeNumberField(ValueEncoder.name(cut.getKey()), cut.getValue());
        }
        json.writeEndObject();
    }
}
