// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.Origin;
import java.time.Instant;

/**
 * Events or actions that a producer gave up and reported as such. Its identity is that of a {@link GatheredEvent}.
 *
 * @param windowStart the second of the report, by Redis's clock
 * @param groupId a reserved name, distinct for each process and reason
 * @param delivery as {@link GatheredEvent#delivery}
 * @param stream what was given up: {@link #EVENTS} or {@link #ACTIONS}
 * @param count how many
 * @param reason the reason's label, see {@link dev.centralog.DropReason}
 * @param origin the process that gave them up
 */
public record DropReport(
        Instant windowStart, String groupId, String delivery, String stream, long count, String reason, Origin origin) {
    public static final String EVENTS = "events";
    public static final String ACTIONS = "actions";
}
