// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The details of a family that has changed.
 *
 * @param repeats how often its events occurred in the period; of one that is gone, in the last period before it
 * @param lastSeen when it was seen last
 * @param releases the releases in which it was seen, the latest first; without an empty one
 * @param hosts the hosts of its last rows in the period, at most those of {@value #ROWS} rows
 * @param example the message of the last row
 * @param traceIds the trace ids of the last rows, at most {@value #TRACE_IDS}
 */
public record FamilyDetails(
        long repeats,
        Instant lastSeen,
        List<String> releases,
        List<String> hosts,
        @Nullable String example,
        List<String> traceIds) {
    /** The most rows that are looked at. */
    public static final int ROWS = 200;

    /** The most trace ids. */
    public static final int TRACE_IDS = 3;

    public FamilyDetails {
        releases = List.copyOf(releases);
        hosts = List.copyOf(hosts);
        traceIds = List.copyOf(traceIds);
    }
}
