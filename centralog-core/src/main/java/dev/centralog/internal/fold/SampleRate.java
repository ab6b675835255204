// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit on the samples that a process takes in a second, over all groups. An event of an earlier second than the latest
 * one counts towards the latest.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
final class SampleRate {
    private static final int COUNT_BITS = 24;
    private static final long COUNTS = (1L << COUNT_BITS) - 1;

    private final int most;

    /** The latest second, and in the lower bits the number of samples in it. */
    private final AtomicLong state = new AtomicLong(Long.MIN_VALUE);

    /** Makes a limit of up to 2^24 - 1 samples. */
    SampleRate(int most) {
        this.most = most;
    }

    /** Whether one more may be taken in that second; it counts if so. */
    boolean take(long second) {
        long shifted = second << COUNT_BITS;
        while (true) {
            long seen = state.get();
            boolean isLater = shifted > (seen & ~COUNTS);
            if (isLater ? most == 0 : (seen & COUNTS) >= most) {
                return false;
            }
            if (state.compareAndSet(seen, isLater ? shifted + 1 : seen + 1)) {
                return true;
            }
        }
    }
}
