// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.EventSection;
import dev.centralog.LogEvent;
import dev.centralog.internal.decode.EventDecoder;
import dev.centralog.internal.wire.EventEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of events: versioned JSON, whole or in sections.
 *
 * <p>Thread-safety: all methods may be called by any thread; none blocks.
 */
public final class EventWire {
    private EventWire() {}

    /**
     * Returns the event as versioned JSON in UTF-8.
     *
     * @throws IllegalArgumentException if the JSON could not be read again: longer than 16 MiB, or nested deeper than 500
     */
    public static byte[] encode(LogEvent event) {
        return EventEncoder.encode(event);
    }

    /**
     * Returns the event as versioned JSON in UTF-8, as the payload of a row.
     *
     * @param varying whether the row counts texts that differ ({@link GatheredEvent.Flag#VARYING})
     * @throws IllegalArgumentException if the JSON could not be read again: longer than 16 MiB, or nested deeper than 500
     */
    public static byte[] encode(LogEvent event, boolean varying) {
        return EventEncoder.encode(event, varying);
    }

    /**
     * Returns whether the event's JSON says that its row counts texts that differ.
     *
     * @throws UnreadableEventException if the bytes are no event, or one of a newer major version
     */
    public static boolean isVarying(byte[] json) {
        return EventDecoder.read(json).varying();
    }

    /**
     * Reads an event; fields that this version does not know are skipped.
     *
     * @throws UnreadableEventException if the bytes are no event, or one of a newer major version
     */
    public static LogEvent decode(byte[] json) {
        return EventDecoder.decode(json);
    }

    /** Returns one section of an event as JSON, the same as within the whole event; null if the event has nothing there. */
    public static @Nullable String section(EventSection section, LogEvent event) {
        return EventEncoder.section(section, event);
    }

    /**
     * Reads a section that {@link #section} wrote into a builder; null changes nothing.
     *
     * @throws UnreadableEventException if the text is no such section
     */
    public static void readSection(EventSection section, @Nullable String json, LogEvent.Builder into) {
        if (json != null) {
            EventDecoder.readSection(section, json, into);
        }
    }
}
