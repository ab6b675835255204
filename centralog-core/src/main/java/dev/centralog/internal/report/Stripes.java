// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers that are counted up by threads that should not meet: each thread keeps to the one that its id picks. So there
 * should be more of them than processors, or those that run just now share some. Thread-safety: stateless.
 */
final class Stripes {
    /** From one number to the next in the array: two cache lines, as processors fetch them in pairs. */
    static final int APART = 16;

    private Stripes() {}

    /** That many, a power of two. */
    static AtomicLongArray of(int count) {
        return new AtomicLongArray(count * APART);
    }

    /** Where the calling thread's is. */
    static int own(AtomicLongArray stripes) {
        return (int) Thread.currentThread().getId() * APART & stripes.length() - 1;
    }
}
