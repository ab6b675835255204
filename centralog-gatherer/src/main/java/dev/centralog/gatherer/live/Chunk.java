// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

/**
 * Rows that are sent together: a few at most, so that memory is bounded however many followers are slow.
 *
 * <p>Thread-safety: none.
 */
final class Chunk {
    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int MOST_ROWS = 200;

    private final StringBuilder text = new StringBuilder();
    private int rows;

    /** Adds a row; returns false if there is no room for it. */
    boolean add(LiveRow row) {
        if (rows > 0 && (rows == MOST_ROWS || text.length() + row.json().length() > MOST_CHARACTERS)) {
            return false;
        }
        text.append(rows == 0 ? "" : ",").append(row.json());
        rows++;
        return true;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    StringBuilder text() {
        return text;
    }
}
