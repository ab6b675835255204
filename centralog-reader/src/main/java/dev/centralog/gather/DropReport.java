// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.Origin;
import java.time.Instant;

/**
 * A producer's report of events or actions that it has dropped for one reason. It is identified like a {@link GatheredEvent}:
 * by {@code (windowStart, groupId, delivery)}.
 *
 * @param windowStart the second of the report, by Redis's clock
 * @param groupId a reserved name, distinct for each process and reason
 * @param delivery the same as {@link GatheredEvent#delivery}
 * @param stream the kind of what was dropped: {@link #EVENTS}, {@link #ACTIONS} or {@link #SAMPLES}
 * @param count the number of events, actions or samples
 * @param reason the reason's label, see {@link dev.centralog.DropReason}
 * @param origin the process that dropped them
 */
public record DropReport(
        Instant windowStart, String groupId, String delivery, String stream, long count, String reason, Origin origin) {
    public static final String EVENTS = "events";
    public static final String ACTIONS = "actions";

    /** The stream of samples: the reason {@code process} is what a process has left out, {@code redis} what Redis has. */
    public static final String SAMPLES = "samples";
}
