// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.FamilySeen;
import dev.centralog.gatherer.stored.GroupCounts;
import java.util.List;

/**
 * The part of a report that only a family has.
 *
 * @param info the family
 * @param texts of a place the families that it stands for, the one with the most repeats first; else empty
 * @param seen when it was seen in which release
 * @param most its groups with the most repeats in the range
 */
public record FamilyReport(FamilyInfo info, List<Text> texts, List<FamilySeen> seen, List<GroupCounts> most) {
    /** A family that a place stands for, and its repeats in the range. */
    public record Text(FamilyInfo info, long repeats) {}

    public FamilyReport {
        texts = List.copyOf(texts);
        seen = List.copyOf(seen);
        most = List.copyOf(most);
    }

    /** Returns the reason why its groups are one family. */
    String why() {
        String same = "the same application, logger, level and classes of throwables";
        return (info.isPlace()
                        ? same + ", and the same place in the code, whose texts vary"
                        : same + ", and the same template but for what varies, such as numbers and ids")
                + " (rules " + info.rules() + "; './centralog family' explains them)";
    }
}
