// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The progress of all readers of a signal together, at one look at Redis.
 *
 * @param redisId the id of Redis's data; times of another Redis say nothing about this one
 * @param redisTime the time of the look, by Redis's clock
 * @param overUpTo the time up to which windows were due: one that had ended by then and is not pending was acknowledged, or
 *     held nothing
 * @param pending the windows that were not acknowledged
 */
public record ReadProgress(String redisId, Instant redisTime, Instant overUpTo, List<Pending> pending) {
    public ReadProgress {
        pending = List.copyOf(pending);
    }

    /**
     * A window or slice that was not acknowledged.
     *
     * @param start its start
     * @param end the first moment after it
     * @param isSealed whether it was sealed already, so that some of it may be stored
     */
    public record Pending(Instant start, Instant end, boolean isSealed) {}

    /**
     * Returns a time such that each window that had ended by then was acknowledged, or held nothing when it was due. It stays
     * true: what comes for such a window after that is late.
     *
     * @param known the latest such time that was known before the look; a pending window that had ended by then holds late
     *     counts, and does not matter. Null: none is known
     */
    public Instant completeUpTo(@Nullable Instant known) {
        Instant upTo = overUpTo;
        for (Pending each : pending) {
            boolean isLate = known != null && !each.end.isAfter(known);
            if (!isLate && each.start.isBefore(upTo)) {
                upTo = each.start;
            }
        }
        return upTo;
    }
}
