// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.util.List;

/**
 * What is counted in one run, by all processes together.
 *
 * @param actions how many actions
 * @param users how many users there are
 * @param ids how many different actions there are
 * @param processes how many processes count
 * @param sliceSeconds the length of a slice
 * @param pastSlices 0 to count now; else in so many slices of the past, each pair of user and action at least once in each
 * @param seed what users, actions and values are drawn from
 */
record Plan(long actions, int users, int ids, int processes, long sliceSeconds, int pastSlices, long seed) {
    /** As far as slices of the past lie back from now, so that the last of them is due. */
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

    /** Of users and actions; a pair has the number {@code user × ids + action}. */
    int pairs() {
        return users * ids;
    }

    /** When the slice begins that a second lies in. */
    long sliceOf(long second) {
        return second - Math.floorMod(second, sliceSeconds);
    }

    /** When the first slice of the past begins, seen from that second. */
    long firstPast(long nowSecond) {
        return sliceOf(nowSecond) - (SLICES_BACK + pastSlices) * sliceSeconds;
    }
}
