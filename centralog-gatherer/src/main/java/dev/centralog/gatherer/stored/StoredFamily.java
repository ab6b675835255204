// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;
import java.util.List;

/**
 * A family with those of its groups that were asked for. If the texts of a place have varied, the place stands for the families of all
 * its texts.
 *
 * @param info the family, or the place's
 * @param texts the number of families that it stands for; 0 for one that is not a place
 * @param firstSeen when one of its groups was seen first, ever
 * @param groups the numbers of its groups in the table
 */
public record StoredFamily(FamilyInfo info, int texts, Instant firstSeen, List<Long> groups) {
    public StoredFamily {
        groups = List.copyOf(groups);
    }
}
