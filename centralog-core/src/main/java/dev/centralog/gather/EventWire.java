// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.LogEvent;
import org.jspecify.annotations.Nullable;

/** Stub while core is being written. */
@SuppressWarnings("DoNotCallSuggester")
public final class EventWire {
    private EventWire() {}

    /** The event as versioned JSON in UTF-8. */
    public static byte[] encode(LogEvent event) {
        throw new IllegalStateException();
    }

    /**
     * Reads an event; fields that this version does not know are skipped.
     *
     * @throws UnreadableEventException if it is no event, or one of a newer major version
     */
    public static LogEvent decode(byte[] json) {
        throw new IllegalStateException();
    }

    /** One section of an event as JSON, or null where the event has nothing there. */
    public static @Nullable String section(EventSection section, LogEvent event) {
        throw new IllegalStateException();
    }

    /** Reads what {@link #section} wrote into a builder; null changes nothing. */
    public static void readSection(EventSection section, @Nullable String json, LogEvent.Builder into) {
        throw new IllegalStateException();
    }
}
