// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * The place of a row among all rows of events, the newest first: the identity of a row, or a second.
 *
 * @param second the second that the row was counted in
 * @param groupId the row's group; empty for the place before all rows of that second
 * @param delivery the row's delivery
 */
public record EventCursor(Instant second, String groupId, String delivery) {
    private static final char SEPARATOR = ' ';
    private static final int PARTS = 3;
    private static final int MOST_CHARACTERS = 1_000;

    /** Returns the place of a row. */
    public static EventCursor of(StoredEvent row) {
        return new EventCursor(row.windowStart(), row.groupId(), row.delivery());
    }

    /** Returns the place before all rows of a second that are older than it. */
    static EventCursor before(Instant second) {
        return new EventCursor(second, "", "");
    }

    /** Returns whether a row has this identity. */
    boolean isOf(StoredEvent row) {
        return equals(of(row));
    }

    /** Returns the place as letters and digits, {@code -} and {@code _}. */
    public String text() {
        String parts = String.valueOf(second.getEpochSecond()) + SEPARATOR + groupId + SEPARATOR + delivery;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(parts.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /**
     * Reads a place.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static EventCursor read(String text) {
        String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)
                .split(String.valueOf(SEPARATOR), PARTS);
        if (parts.length != PARTS
                || text.length() > MOST_CHARACTERS
                || hasControls(parts[1])
                || hasControls(parts[2])) {
            throw new IllegalArgumentException("no place of an event");
        }
        try {
            return new EventCursor(Instant.ofEpochSecond(Long.parseLong(parts[0])), parts[1], parts[2]);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no place of an event", e);
        }
    }
}
