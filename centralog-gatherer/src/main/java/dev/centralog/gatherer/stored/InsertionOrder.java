// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The row ids that a follower has not seen yet: all above the highest seen, and the gaps below it. A gap may be a row of a
 * transaction that took its ids earlier and commits later than others, so gaps are queried again, for a bounded number of
 * rounds.
 *
 * <p>Thread-safety: none.
 */
public final class InsertionOrder {
    private final int roundsToKeepGaps;
    private List<Gap> gaps = new ArrayList<>();
    private long highest;
    private int round;

    /** A range of ids that were missing when higher ones were there; both ends included. */
    record Gap(long from, long to, int lastRound) {}

    InsertionOrder(long highest, int roundsToKeepGaps) {
        this.highest = highest;
        this.roundsToKeepGaps = roundsToKeepGaps;
    }

    /** Makes one that has seen some. */
    public InsertionOrder(SeenDeliveries seen, int roundsToKeepGaps) {
        this(seen.highest(), roundsToKeepGaps);
        for (SeenDeliveries.Range each : seen.missing()) {
            gaps.add(new Gap(each.from(), each.to(), roundsToKeepGaps));
        }
    }

    /** Returns the highest id that was seen. */
    public long highest() {
        return highest;
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** Returns what was seen, or is not waited for any more. */
    public SeenDeliveries state() {
        return new SeenDeliveries(
                highest,
                gaps.stream()
                        .map(each -> new SeenDeliveries.Range(each.from, each.to))
                        .toList());
    }

    /** Notes the ids that were found in the gaps and above the highest. */
    public void seen(Collection<Long> ids) {
        round++;
        TreeSet<Long> found = new TreeSet<>(ids);
        List<Gap> left = new ArrayList<>();
        for (Gap gap : gaps) {
            if (gap.lastRound >= round) {
                addGaps(left, gap, found.subSet(gap.from, true, gap.to, true));
            }
        }
        if (!found.isEmpty() && found.last() > highest) {
            Gap above = new Gap(highest + 1, found.last(), round + roundsToKeepGaps);
            addGaps(left, above, found.subSet(above.from, true, above.to, true));
            highest = found.last();
        }
        gaps = left.subList(Math.max(0, left.size() - SeenDeliveries.MOST_MISSING), left.size());
    }

    private static void addGaps(List<Gap> into, Gap range, Collection<Long> found) {
        long from = range.from;
        for (long id : found) {
            if (id > from) {
                into.add(new Gap(from, id - 1, range.lastRound));
            }
            from = id + 1;
        }
        if (from <= range.to) {
            into.add(new Gap(from, range.to, range.lastRound));
        }
    }
}
