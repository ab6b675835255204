// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;

/**
 * What a gatherer has done since it was opened. Counted when a window is stored, before it is acknowledged: a window
 * that had to be stored twice counts twice here, and once in the database.
 *
 * @param windows windows stored
 * @param rows rows of events in them
 * @param repeats the sum of the rows' repeats
 * @param dropped the sum of what producers reported as dropped
 * @param deadLetters events that could not be read or stored
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
