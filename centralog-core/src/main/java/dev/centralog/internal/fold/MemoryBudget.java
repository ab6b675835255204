// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that may wait for Redis. From three quarters on, only what matters gets in.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Charges that many bytes if there is room; who finds none takes none from others, not even for a moment. */
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

    /** Whether that many bytes would find room now. */
    boolean hasRoom(long bytes, boolean matters) {
        return used.get() + bytes <= allowed(matters);
    }

    private long allowed(boolean matters) {
        return matters ? limit : limit / 4 * 3;
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

    public long used() {
        return used.get();
    }

    /** Whether more than that share of it, in eighths, is taken. */
    public boolean isFuller(int eighths) {
        return used.get() > limit / 8 * eighths;
    }
}
