// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that may wait for Redis. From three quarters of the limit on, only what matters is accepted.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Charges that many bytes if there is room. A failed reservation never exceeds the limit, not even temporarily. */
    boolean reserve(int bytes, boolean matters) {
        long seen = used.get();
        while (seen + bytes <= allowed(matters)) {
            long found = used.compareAndExchange(seen, seen + bytes);
            if (found == seen) {
                return true;
            }
            seen = found;
        }
        return false;
    }

    /** Whether there is room for that many bytes now. */
    boolean hasRoom(long bytes, boolean matters) {
        return used.get() + bytes <= allowed(matters);
    }

    private long allowed(boolean matters) {
        return matters ? limit : limit / 4 * 3;
    }

    /**
     * Charges that many bytes even if there is no room; for small things that belong to something that was accepted.
     */
    void charge(long bytes) {
        used.addAndGet(bytes);
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }

    /** Whether more than that many eighths of the limit are used. */
    public boolean isFuller(int eighths) {
        return used.get() > limit / 8 * eighths;
    }
}
