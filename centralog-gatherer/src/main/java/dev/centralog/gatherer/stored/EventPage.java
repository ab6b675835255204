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
 */
public record EventPage(
        List<StoredEvent> events,
        @Nullable EventCursor next,
        @Nullable Instant searchedTo) {
    public EventPage {
        events = List.copyOf(events);
    }
}
