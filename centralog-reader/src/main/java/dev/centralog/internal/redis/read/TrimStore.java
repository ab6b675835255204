// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.Book;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.List;

/**
 * The calls to Redis that trim the book. Each call blocks, bounded by the command timeout, and throws
 * {@link dev.centralog.CentralogException} if it fails.
 */
public interface TrimStore {
    /** The highest number of fields that may be trimmed in one call. */
    int MOST_TRIMMED = 500;

    /** Returns some of the book's fields. */
    Page page(String cursor);

    /**
     * Removes the fields that still have the value that was seen, and that are old enough by Redis's time. Returns the number
     * of fields removed.
     *
     * @param closedAge the age at which a marker is removed whose producer has ended
     * @param age the age at which any other marker is removed
     * @param fields the fields, at most {@value #MOST_TRIMMED}
     */
    long trim(Duration closedAge, Duration age, List<Field> fields);

    /**
     * Some fields of the book.
     *
     * @param next the place of the next page; {@link #FIRST} if this was the last one
     */
    record Page(List<Field> fields, String next) {
        /** The place of the first page. */
        public static final String FIRST = "0";

        public Page {
            fields = List.copyOf(fields);
        }
    }

    /** A field of the book as it was seen. */
    @SuppressWarnings("ArrayRecordComponent")
    record Field(byte[] name, byte[] value) {
        /** Returns whether the field seems old enough at the given Redis time. */
        public boolean isOld(Duration closedAge, Duration age, long redisMillis) {
            if (Book.isMarker(name)) {
                Marker marker = Book.marker(value);
                Duration limit = marker.kind() == Marker.Kind.CLOSED ? closedAge : age;
                return marker.kind() != Marker.Kind.UNREADABLE && redisMillis - marker.seenMillis() >= limit.toMillis();
            }
            Window window = Book.window(name);
            return window != null && (window.end() + window.generationLifeSeconds()) * 1000 < redisMillis;
        }
    }
}
