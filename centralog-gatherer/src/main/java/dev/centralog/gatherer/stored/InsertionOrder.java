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
final class InsertionOrder {
    /**
     * The highest number of gaps kept: they are part of a query, whose length databases limit. The lowest, oldest ones go
     * first.
     */
    private static final int MOST_GAPS = 300;

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

    long highest() {
        return highest;
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** Notes the ids that were found in the gaps and above the highest. */
    void seen(Collection<Long> ids) {
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
        gaps = left.subList(Math.max(0, left.size() - MOST_GAPS), left.size());
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
