// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadableEventException;
import org.jspecify.annotations.Nullable;

/**
 * The part of a stored row that a new row of the same identity may change.
 *
 * @param id the row's id in the database
 * @param total the sum of its counts, as stored
 * @param counts its counts; a row of actions has one count, without a process
 * @param flag its flag; empty for none
 */
record RowThere(long id, long total, ProcessCounts counts, String flag) {
    /**
     * Reads the columns {@code processes} and {@code repeats}. A count that was stored by a version without processes belongs
     * to no process. An unreadable text in {@code processes}, which somebody else has written, counts as nothing, because it
     * would be added to the counts that come.
     */
    static ProcessCounts counts(@Nullable String processes, long repeats) {
        if (processes == null) {
            return ProcessCounts.ofUnknown(Math.max(0, repeats));
        }
        try {
            return ProcessCounts.ofJson(processes);
        } catch (UnreadableEventException ignored) {
            return ProcessCounts.NONE;
        }
    }
}
