// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a gatherer's work with one stream since it was opened. Windows are windows of events, or slices of actions.
 *
 * @param claimed the number of windows taken from Redis, those of other gatherers whose leases had ended included
 * @param read the number of windows whose content was read to the end
 * @param windows the number of windows stored, counted at COMMIT, before they are acknowledged; one that had to be stored
 *     again counts again here, and its rows count as {@link Stored#duplicates}
 * @param stored the counts of what was stored
 * @param lastCommit the time at which the last window was stored; null if none was yet
 * @param lag the time from the end of the latest window that was stored, or from the start, until now; zero if Redis, when
 *     last asked, had nothing due
 * @param latency how long storing took lately; null if nothing was stored within the last minutes
 */
public record StreamStats(
        long claimed,
        long read,
        long windows,
        Stored stored,
        @Nullable Instant lastCommit,
        Duration lag,
        @Nullable StoreLatency latency) {}
