// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/**
 * How often the calling thread had to wait for a monitor, the kind of lock that {@code synchronized} and the bins of a
 * {@code ConcurrentHashMap} take.
 */
public final class BlockedCount {
    private long before;

    /** How often since the last time. */
    public long take() {
        long seen = before;
        ThreadInfo thread = ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId());
        before = thread == null ? seen : thread.getBlockedCount();
        return before - seen;
    }
}
