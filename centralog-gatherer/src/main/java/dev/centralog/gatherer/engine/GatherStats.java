// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;

/**
 * What a gatherer has done with one stream since it was opened. Counted when a window is stored, before it is
 * acknowledged: a window that had to be stored twice counts twice here, and once in the database.
 *
 * @param windows windows of events, or slices of actions, stored
 * @param rows rows in them
 * @param repeats the sum of the rows' repeats, or counts
 * @param dropped the sum of what producers reported as dropped, events and actions: both come with windows of events
 * @param deadLetters events or totals of actions that could not be read or stored
 */
public record GatherStats(long windows, long rows, long repeats, long dropped, long deadLetters) {
    static final GatherStats NONE = new GatherStats(0, 0, 0, 0, 0);

    GatherStats plus(Stored stored) {
        return new GatherStats(
                windows + 1,
                rows + stored.rows(),
                repeats + stored.repeats(),
                dropped + stored.dropped(),
                deadLetters + stored.deadLetters());
    }
}
