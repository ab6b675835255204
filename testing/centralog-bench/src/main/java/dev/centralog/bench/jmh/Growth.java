// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.function.LongSupplier;

/** What a count grows by from one question to the next. Thread-safety: any thread asks. */
public final class Growth {
    private final LongSupplier count;
    private long before;

    public Growth(LongSupplier count) {
        this.count = count;
    }

    /**
     * Of how often the thread that asks had to wait for a monitor, the kind of lock that {@code synchronized} and the bins
     * of a {@code ConcurrentHashMap} take.
     */
    public static Growth ofBlocking() {
        return new Growth(() -> {
            ThreadInfo thread = ManagementFactory.getThreadMXBean()
                    .getThreadInfo(Thread.currentThread().getId());
            return thread == null ? 0 : thread.getBlockedCount();
        });
    }

    /** Since the last question, whoever asked; at first, since the beginning. */
    public synchronized long take() {
        long now = count.getAsLong();
        long grown = now - before;
        before = now;
        return grown;
    }
}
