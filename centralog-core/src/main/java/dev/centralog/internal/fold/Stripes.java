// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers that are counted up by threads that should not meet: each thread keeps to the one that its id picks. So there
 * should be more of them than processors, or those that run just now share some. Thread-safety: stateless.
 */
final class Stripes {
    /** From one number to the next in the array: two cache lines, as processors fetch them in pairs. */
    static final int APART = 16;

    private Stripes() {}

    /**
     * That many, a power of two. The first is nobody's: it shares its line with the length of the array, which all threads
     * read each time.
     */
    static AtomicLongArray of(int count) {
        return new AtomicLongArray((count + 1) * APART);
    }

    /** Where the calling thread's is. */
    static int own(AtomicLongArray stripes) {
        return APART + ((int) Thread.currentThread().getId() * APART & stripes.length() - APART - 1);
    }
}
