// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.LogEvent;
import dev.centralog.gather.ProcessCounts;
import java.time.Instant;

/**
 * A stored event: a row of the database.
 *
 * @param windowStart the second that the repeats were counted in
 * @param groupId the group
 * @param delivery the delivery that the row comes from, i.e. the seal of the window
 * @param processes the number of times that the event occurred, by process
 * @param flag the row's flag, see docs/schema.md; empty for none
 * @param inFull how many of the events are stored in full
 * @param event the whole event
 */
public record StoredEvent(
        Instant windowStart,
        String groupId,
        String delivery,
        ProcessCounts processes,
        String flag,
        InFull inFull,
        LogEvent event) {
    /**
     * The events of a row that are stored in full.
     *
     * @param count their number: the row's own event, if it is there and counted, and its samples
     * @param isOwnCounted whether the row counts its own event; if not, an earlier delivery counts it
     */
    public record InFull(long count, boolean isOwnCounted) {}

    /** Returns the number of times that the event occurred, in all processes together. */
    public long repeats() {
        return processes.total();
    }
}
