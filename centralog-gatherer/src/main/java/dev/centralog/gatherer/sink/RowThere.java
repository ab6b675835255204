// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadableEventException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The part of a stored row that a new row of the same identity may change.
 *
 * @param total the sum of its counts, as stored
 * @param counts its counts; a row of actions has one count, without a process
 * @param flag its flag; empty for none
 */
record RowThere(long total, ProcessCounts counts, String flag) {
    /**
     * Reads the columns of the counts of a row of events. A count without a process, as of a version that did not know them,
     * belongs to no process. An unreadable text in {@code processes}, which somebody else has written, counts as nothing,
     * because it would be added to the counts that come.
     *
     * @param process the process that has counted all; null if there are several, or none that is known
     */
    static ProcessCounts counts(@Nullable String processes, @Nullable String process, long repeats) {
        long total = Math.max(0, repeats);
        if (processes == null) {
            return process == null
                    ? ProcessCounts.ofUnknown(total)
                    : ProcessCounts.of(HexFormat.fromHexDigitsToLong(process), total);
        }
        try {
            return ProcessCounts.ofJson(processes);
        } catch (UnreadableEventException ignored) {
            return ProcessCounts.NONE;
        }
    }
}
