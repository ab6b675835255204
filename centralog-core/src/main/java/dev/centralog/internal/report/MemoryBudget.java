// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that may wait for Redis. From three quarters on, only what matters gets in.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Charges that many bytes if there is room. */
    boolean reserve(int bytes, boolean matters) {
        long allowed = matters ? limit : limit / 4 * 3;
        if (used.addAndGet(bytes) <= allowed) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Charges that many bytes, be there room or not; for what is small, and belongs to something that was let in. */
    void charge(long bytes) {
        used.addAndGet(bytes);
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    long limit() {
        return limit;
    }

    long used() {
        return used.get();
    }

    /** Whether more than that share of it, in eighths, is taken. */
    boolean isFuller(int eighths) {
        return used.get() > limit / 8 * eighths;
    }
}
