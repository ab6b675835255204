// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.gather.EventSection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@link EventCodec}'s table. */
final class EventEncoder {
    private EventEncoder() {}

    static void write(JsonOutput json, LogEvent event) {
        json.writeStartObject();
        json.writeNumberField("v", EventCodec.VERSION);
        Instant time = event.time();
        json.writeNumberField("t", time.getEpochSecond());
        number(json, "n", time.getNano(), 0);
        Level level = event.level();
        text(json, "level", level.name());
        if (!Level.of(level.name()).equals(level)) {
            json.writeNumberField("severity", level.severity());
        }
        text(json, "logger", event.logger());
        text(json, "thread", event.thread().name());
        number(json, "tid", event.thread().id(), 0);
        number(json, "priority", event.thread().priority(), 0);
        message(json, event.template(), event.message());
        section(json, EventSection.ARGUMENTS, event);
        section(json, EventSection.THROWN, event);
        SourceLocation location = event.location();
        if (location != null) {
            json.writeFieldName("at");
            FrameCodec.writeOne(json, location.toStackTraceElement());
        }
        section(json, EventSection.MARKERS, event);
        section(json, EventSection.MDC, event);
        section(json, EventSection.NDC, event);
        section(json, EventSection.KEY_VALUES, event);
        origin(json, event.origin());
        number(json, "seq", event.sequence(), 0);
        section(json, EventSection.CUTS, event);
        json.writeEndObject();
    }

    /** The two are the same for every event without arguments. */
    private static void message(JsonOutput json, @Nullable String template, @Nullable String message) {
        text(json, "message", message);
        if (template == null && message != null) {
            json.writeFieldName("template");
            json.writeNull();
        } else if (template != null && !template.equals(message)) {
            text(json, "template", template);
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
            case ARGUMENTS -> ValueCodec.write(json, event.arguments());
            case THROWN -> {
                if (event.thrown() != null) {
                    ThrownCodec.write(json, event.thrown());
                }
            }
            case MARKERS -> markers(json, event.markers());
            case MDC -> ValueCodec.write(json, event.mdc());
            case NDC -> ValueCodec.write(json, event.ndc());
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
            ValueCodec.write(json, each.value());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void cuts(JsonOutput json, Map<String, Long> cuts) {
        json.writeStartObject();
        for (Map.Entry<String, Long> cut : cuts.entrySet()) {
            json.writeNumberField(ValueCodec.name(cut.getKey()), cut.getValue());
        }
        json.writeEndObject();
    }
}
