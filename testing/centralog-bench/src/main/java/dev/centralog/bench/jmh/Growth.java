// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.function.LongSupplier;

/** The growth of a count from one call to the next. Thread-safety: any thread may call it. */
public final class Growth {
    private final LongSupplier count;
    private long before;

    public Growth(LongSupplier count) {
        this.count = count;
    }

    /**
     * Returns the growth of the number of times the calling thread had to wait for a monitor, the kind of lock that
     * {@code synchronized} and the bins of a {@code ConcurrentHashMap} use.
     */
    public static Growth ofBlocking() {
        return new Growth(() -> {
            ThreadInfo thread = ManagementFactory.getThreadMXBean()
                    .getThreadInfo(Thread.currentThread().getId());
            return thread == null ? 0 : thread.getBlockedCount();
        });
    }

    /** Returns the growth since the last call by any thread; at first, since the beginning. */
    public synchronized long take() {
        long now = count.getAsLong();
        long grown = now - before;
        before = now;
        return grown;
    }
}
