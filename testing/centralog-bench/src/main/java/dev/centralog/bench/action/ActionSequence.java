// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import java.util.SplittableRandom;

/** Who does what, drawn evenly: the same for all who are measured, and made before. Thread-safety: immutable. */
final class ActionSequence {
    static final int ACTIONS = 20;

    /** A power of two, so that a position is found by masking. */
    static final int LENGTH = 1 << 20;

    private static final long SEED = 20261124;

    private final int[] users = new int[LENGTH];
    private final byte[] actions = new byte[LENGTH];

    /** Of that many users. */
    ActionSequence(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < LENGTH; i++) {
            users[i] = random.nextInt(count);
            actions[i] = (byte) random.nextInt(ACTIONS);
        }
    }

    /** At that position; the sequence repeats for ever. */
    long user(int position) {
        return users[position & (LENGTH - 1)];
    }

    /** At that position; the sequence repeats for ever. */
    int action(int position) {
        return actions[position & (LENGTH - 1)];
    }
}
