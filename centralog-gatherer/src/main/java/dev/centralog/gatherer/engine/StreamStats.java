// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a gatherer has done with one stream since it was opened. Windows are windows of events, or slices of actions.
 *
 * @param claimed windows taken from Redis, those of other gatherers whose leases had ended included
 * @param read windows whose content was read to the end
 * @param windows windows stored; counted at COMMIT, before they are acknowledged: one that had to be stored again counts
 *     again here, and its rows as {@link Stored#duplicates}
 * @param stored what was stored of them
 * @param lastCommit when the last one was stored; null if none was yet
 * @param lag from the end of the latest window that was stored, or from the start, until now; zero if, when last asked, Redis
 *     had nothing that was due
 */
public record StreamStats(
        long claimed,
        long read,
        long windows,
        Stored stored,
        @Nullable Instant lastCommit,
        Duration lag) {}
