// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.util.List;

/**
 * The plan of a run: what all processes together count.
 *
 * @param actions the number of actions
 * @param users the number of users
 * @param ids the number of different actions
 * @param processes the number of processes that count
 * @param sliceSeconds the length of a slice
 * @param pastSlices 0 to count now; otherwise the number of slices of the past to count in, each pair of user and
 * action at least once in each
 * @param seed the seed of the users, actions and values
 */
record Plan(long actions, int users, int ids, int processes, long sliceSeconds, int pastSlices, long seed) {
    /** The number of slices between the slices of the past and now, so that the last one is due. */
    private static final int SLICES_BACK = 4;

    Plan {
        List<Number> figures = List.of(actions, users, ids, processes, sliceSeconds);
        if (figures.stream().anyMatch(each -> each.longValue() < 1) || pastSlices < 0) {
            throw new IllegalArgumentException(
                    "actions, users, action ids, processes and the slice's seconds must be 1 or" + " more, but are "
                            + figures);
        }
        if ((long) users * ids > Integer.MAX_VALUE || actions < (long) users * ids * pastSlices) {
            throw new IllegalArgumentException("so many pairs of user and action can't be counted: " + users + " × "
                    + ids + ", in " + actions + " actions");
        }
    }

    /** Returns the number of pairs of user and action; a pair has the number {@code user × ids + action}. */
    int pairs() {
        return users * ids;
    }

    /** Returns the second in which the slice of a second begins. */
    long sliceOf(long second) {
        return second - Math.floorMod(second, sliceSeconds);
    }

    /** Returns the second in which the first slice of the past begins, seen from that second. */
    long firstPast(long nowSecond) {
        return sliceOf(nowSecond) - (SLICES_BACK + pastSlices) * sliceSeconds;
    }
}
