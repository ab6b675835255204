// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.ProcessInfo;
import dev.centralog.gatherer.sink.CappedSum;
import java.time.Instant;

/**
 * The number of times that a group has occurred in a process within a range of time.
 *
 * @param processId the process; all zeros for those that do not say who they are
 * @param info what it says of itself; empty texts and 0 are not known
 * @param repeats the number
 * @param first the first second in which it has occurred there
 * @param last the last one
 */
public record ProcessCount(String processId, ProcessInfo info, long repeats, Instant first, Instant last) {
    /** Returns the sum of these counts and others of the same process, or of what both are summed by. */
    public ProcessCount plus(ProcessCount more) {
        return new ProcessCount(
                processId,
                info,
                CappedSum.of(repeats, more.repeats),
                first.isBefore(more.first) ? first : more.first,
                last.isAfter(more.last) ? last : more.last);
    }
}
