// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.triage.FamilyTriage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A family, or a group that has none yet, and how often it has occurred within a range of time.
 *
 * @param family the family; null of a group that has none yet
 * @param group the group of it that was seen last
 * @param groups the number of its groups in the range
 * @param repeats the number of its events in the range
 * @param slices the same by slice
 * @param firstSeen when the first of these groups was seen first, ever
 * @param lastSeen when one of these groups was seen last
 * @param hosts the hosts of its last rows
 * @param releases the releases in which it was seen in the range, the latest first; without an empty one
 * @param triage the last word on the family; null if nothing was decided
 */
public record ListedFamily(
        @Nullable FamilyInfo family,
        GroupInfo group,
        long groups,
        long repeats,
        List<Long> slices,
        Instant firstSeen,
        Instant lastSeen,
        List<String> hosts,
        List<String> releases,
        @Nullable FamilyTriage triage) {
    public ListedFamily {
        slices = List.copyOf(slices);
        hosts = List.copyOf(hosts);
        releases = List.copyOf(releases);
    }

    boolean isMuted() {
        return triage != null && triage.isMuted();
    }
}
