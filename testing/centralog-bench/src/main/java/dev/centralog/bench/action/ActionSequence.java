// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import java.util.SplittableRandom;

/**
 * A sequence of users and their actions, drawn evenly. It is drawn in advance and is the same for everything that is
 * measured. Thread-safety: immutable.
 */
final class ActionSequence {
    static final int ACTIONS = 20;

    /** The length, a power of two, so that a position is found by masking. */
    static final int LENGTH = 1 << 20;

    private static final long SEED = 20261124;

    private final int[] users = new int[LENGTH];
    private final byte[] actions = new byte[LENGTH];

    /** Draws a sequence of that many users. */
    ActionSequence(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < LENGTH; i++) {
            users[i] = random.nextInt(count);
            actions[i] = (byte) random.nextInt(ACTIONS);
        }
    }

    /** Returns the user at that position; the sequence repeats for ever. */
    long user(int position) {
        return users[position & (LENGTH - 1)];
    }

    /** Returns the action at that position; the sequence repeats for ever. */
    int action(int position) {
        return actions[position & (LENGTH - 1)];
    }
}
