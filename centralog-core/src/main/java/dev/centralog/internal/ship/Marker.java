// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;

/**
 * The marker that Redis keeps of a producer id.
 *
 * @param last the number of the last batch that it has applied; 0 for none
 * @param seenMillis Redis's time in milliseconds when it last wrote the marker
 * @param tokens the tokens of the last {@value #TOKENS} batches that it has applied, the newest first
 */
public record Marker(Kind kind, long last, long seenMillis, List<Long> tokens) {
    /** The number of tokens that a marker lists, and so the most batches of a producer id that may be under way. */
    public static final int TOKENS = 16;

    /** A marker that is missing. */
    public static final Marker ABSENT = new Marker(Kind.ABSENT, 0, 0, List.of());

    /** A value that can't be read as a marker. */
    public static final Marker UNREADABLE = new Marker(Kind.UNREADABLE, 0, 0, List.of());

    /** The kinds of markers. */
    public enum Kind {
        ABSENT,
        LIVE,
        /** A marker of a producer that has shipped everything and ended. */
        CLOSED,
        /** A marker of a retired producer id: no further batch of it is applied. */
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
