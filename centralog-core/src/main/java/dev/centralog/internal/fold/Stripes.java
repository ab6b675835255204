// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers that many threads increment without colliding: each thread uses the one that its id selects. There should
 * be more numbers than processors, since threads that run at the same time may select the same one. Thread-safety:
 * stateless.
 */
final class Stripes {
    /** The distance between two numbers in the array: two cache lines, since processors fetch them in pairs. */
    static final int APART = 16;

    private Stripes() {}

    /**
     * Returns an array of {@code count} numbers, a power of two. The first place is unused: it shares its cache line
     * with the length of the array, which all threads read each time.
     */
    static AtomicLongArray of(int count) {
        return new AtomicLongArray((count + 1) * APART);
    }

    /** Returns the index of the calling thread's number. */
    static int own(AtomicLongArray stripes) {
        return APART + ((int) Thread.currentThread().getId() * APART & stripes.length() - APART - 1);
    }
}
