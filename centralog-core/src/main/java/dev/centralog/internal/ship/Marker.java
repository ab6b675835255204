// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;

/**
 * What Redis keeps of a producer id.
 *
 * @param last the number of the last batch that it has applied; 0 for none
 * @param seenMillis its time in milliseconds when it last wrote the marker
 * @param tokens those of the last {@value #TOKENS} batches that it has applied, the newest first
 */
public record Marker(Kind kind, long last, long seenMillis, List<Long> tokens) {
    /** The most batches of an id that may be under way. */
    public static final int TOKENS = 16;

    /** No marker. */
    public static final Marker ABSENT = new Marker(Kind.ABSENT, 0, 0, List.of());

    /** A value that is none of ours. */
    public static final Marker UNREADABLE = new Marker(Kind.UNREADABLE, 0, 0, List.of());

    /** What is known of the id. */
    public enum Kind {
        ABSENT,
        LIVE,
        /** Its producer has ended, and shipped all. */
        CLOSED,
        /** No batch of that id is applied any more. */
        RETIRED,
        UNREADABLE
    }

    public Marker {
        tokens = List.copyOf(tokens);
    }

    /** Returns the token of the last batch that was applied; 0 for none. */
    public long newest() {
        return tokens.isEmpty() ? 0 : tokens.get(0);
    }
}
