// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadableEventException;
import org.jspecify.annotations.Nullable;

/**
 * A row that was stored before, as far as another one of the same identity may change it.
 *
 * @param id what the database knows it by
 * @param counts its count; of actions all of it is that of no process
 * @param flag what is special about it
 */
record RowThere(long id, ProcessCounts counts, String flag) {
    /**
     * Reads the columns {@code processes} and {@code repeats}. What a version before processes has stored is of none; and
     * what somebody has written there that can't be read does not count, as it would be added to what comes.
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
