// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.Origin;
import java.time.Instant;

/**
 * Events that a producer gave up and reported as such. Its identity is that of a {@link GatheredEvent}.
 *
 * @param windowStart the second of the report, by Redis's clock
 * @param groupId a reserved name, distinct for each process and reason
 * @param delivery as {@link GatheredEvent#delivery}
 * @param count how many events
 * @param reason the reason's label, see {@link dev.centralog.DropReason}
 * @param origin the process that gave them up
 */
public record DropReport(
        Instant windowStart, String groupId, String delivery, long count, String reason, Origin origin) {}
