// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.wire.Window;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The book of {@link ModelRedis}: its redis id, and what it knows of producers and of windows. Thread-safety: none. */
public class ModelBook {
    /** The redis id; null until it is asked for. */
    public @Nullable String redisId;

    /** The largest "seen" of all markers that were trimmed. */
    public long trimmedMillis;

    /** The life of Redis, which is another one each time that it is emptied. For the audit alone. */
    public int line;

    /** The markers that were removed and may have been needed, with the turn. For the audit alone. */
    final Map<UUID, Long> removed = new HashMap<>();

    public final Map<UUID, Marker> markers = new LinkedHashMap<>();
    public final Map<Window, Long> generations = new HashMap<>();

    final void copyBookTo(ModelBook copy) {
        copy.line = line;
        copy.removed.putAll(removed);
        copy.redisId = redisId;
        copy.trimmedMillis = trimmedMillis;
        copy.markers.putAll(markers);
        copy.generations.putAll(generations);
    }

    /** Empties the book, as {@code DEL} of its key does. */
    final void clearBook(long turn) {
        markers.keySet().forEach(id -> removed.put(id, turn));
        redisId = null;
        trimmedMillis = 0;
        markers.clear();
        generations.clear();
    }

    /**
     * A field of the book and its value, as a reader sees it that is about to trim it.
     *
     * @param key the producer id of a marker, or the window of generations
     * @param value the marker, or the number of generations
     */
    public record Field(Object key, Object value) {}

    /** Returns all fields that may be trimmed. */
    public final Map<Object, Field> fields() {
        Map<Object, Field> fields = new LinkedHashMap<>();
        markers.forEach((id, marker) -> fields.put(id, new Field(id, marker)));
        generations.forEach((window, number) -> fields.put(window, new Field(window, number)));
        return fields;
    }
}
