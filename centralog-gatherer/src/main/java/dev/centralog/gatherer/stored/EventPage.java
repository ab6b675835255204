// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of events, the newest first.
 *
 * @param next the place after which further rows may be; null if there are none
 * @param searchedTo the time down to which was searched, if the search has ended early; else null
 * @param byWords some rows from before that time, the newest first, whose groups the full-text index has found. Others may be between
 *     them, and on further pages they come again
 */
public record EventPage(
        List<StoredEvent> events,
        @Nullable EventCursor next,
        @Nullable Instant searchedTo,
        List<StoredEvent> byWords) {
    public EventPage {
        events = List.copyOf(events);
        byWords = List.copyOf(byWords);
    }
}
