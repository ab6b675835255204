// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.Action;
import dev.centralog.ActionLog;
import dev.centralog.bench.gather.Feed.Pace;
import java.time.Duration;
import java.time.Instant;

/**
 * Four slices in which the same users do some of four actions, one to five times each. Every fourth pair has a value.
 *
 * @param first a time in the first slice
 */
record ActionMix(Instant first, Duration sliceLength) {
    private static final int SLICES = 4;
    private static final String[] ACTIONS = {"logon", "search", "purchase", "logout"};
    private static final int MOST = 5;

    long log(ActionLog actions, Pace pace, int rows) throws InterruptedException {
        long calls = 0;
        for (int row = 0; row < rows; row++) {
            int inSlice = row / SLICES;
            Action action = Action.of(inSlice / ACTIONS.length, ACTIONS[inSlice % ACTIONS.length])
                    .at(first.plus(sliceLength.multipliedBy(row % SLICES)));
            Action logged = inSlice % 4 == 2 ? action.withValue(19.90 + inSlice) : action;
            int times = 1 + inSlice % MOST;
            for (int i = 0; i < times; i++) {
                actions.log(logged);
            }
            calls += times;
            pace.keep();
        }
        return calls;
    }
}
