// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.LogEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The MDC keys under which events have their trace and span ids.
 *
 * @param traceIds the keys of trace ids; the first one with a value that is not blank counts
 * @param spanIds the same for span ids
 */
public record TraceKeys(List<String> traceIds, List<String> spanIds) {
    /** The keys that are used unless the settings name others. */
    public static final TraceKeys DEFAULT = new TraceKeys(List.of("trace_id", "traceId"), List.of("span_id", "spanId"));

    /** The most characters of an id that its column takes: no index takes texts of any length. */
    static final int MAX_CHARACTERS = 128;

    public TraceKeys {
        traceIds = List.copyOf(traceIds);
        spanIds = List.copyOf(spanIds);
    }

    /** Returns the trace id of an event, cut to the length of its column; null if it has none. */
    public @Nullable String traceId(LogEvent event) {
        return first(traceIds, event);
    }

    @Nullable
    String spanId(LogEvent event) {
        return first(spanIds, event);
    }

    private static @Nullable String first(List<String> keys, LogEvent event) {
        for (String key : keys) {
            String value = event.mdc().get(key);
            if (value != null && !value.isBlank()) {
                return start(value);
            }
        }
        return null;
    }

    /** Returns the start of an id as its column has it, without half a character at its end. */
    public static String start(String id) {
        if (id.length() <= MAX_CHARACTERS) {
            return id;
        }
        boolean isSplit = Character.isHighSurrogate(id.charAt(MAX_CHARACTERS - 1));
        return id.substring(0, isSplit ? MAX_CHARACTERS - 1 : MAX_CHARACTERS);
    }
}
