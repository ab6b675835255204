// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counts that the rows of a group tell, or of several.
 *
 * @param processes the repeats by process, the highest first
 * @param values the values of the events that are stored in full
 * @param since the time from which rows were read, if it took too long to read earlier ones; null if all of the range were
 */
public record RowCounts(
        List<ProcessCount> processes,
        FieldValues values,
        @Nullable Instant since) {
    public RowCounts {
        processes = List.copyOf(processes);
    }
}
