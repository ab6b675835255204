// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.Book;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.List;

/**
 * What is asked of Redis to trim the book. Each call blocks, bounded by the command timeout, and throws
 * {@link dev.centralog.CentralogException} where it fails.
 */
public interface TrimStore {
    /** The most fields that may be trimmed in one call. */
    int MOST_TRIMMED = 500;

    /** Returns some of the book's fields. */
    Page page(String cursor);

    /**
     * Removes those that still are as they were seen, and old enough by Redis's time; answers how many.
     *
     * @param closedAge of a marker whose producer has ended
     * @param age of any other marker
     * @param fields at most {@value #MOST_TRIMMED}
     */
    long trim(Duration closedAge, Duration age, List<Field> fields);

    /**
     * Some fields of the book.
     *
     * @param next where the next page is; {@link #FIRST} if this was the last one
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
        /** Whether it seems to be old enough, at that time of Redis's. */
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
