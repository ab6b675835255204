// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.LogEvent;
import dev.centralog.gather.ProcessCounts;
import java.time.Instant;

/**
 * A stored event: a row of the database.
 *
 * @param id counts rows in the order in which they were inserted, with gaps
 * @param windowStart the second that the repeats were counted in
 * @param groupId the group
 * @param delivery which sealing of the window the row comes from
 * @param processes how often the event occurred, by process
 * @param flag what is special, empty for nothing: see docs/schema.md
 * @param event the event, whole
 */
public record StoredEvent(
        long id,
        Instant windowStart,
        String groupId,
        String delivery,
        ProcessCounts processes,
        String flag,
        LogEvent event) {
    /** How often the event occurred, in all processes together. */
    public long repeats() {
        return processes.total();
    }
}
