// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is made when it is asked for and the last one is too old, by one thread at a time. While it is made, others get
 * the one before.
 *
 * <p>Thread-safe. The first answer is waited for.
 */
public final class Shared<T> {
    private final Supplier<T> source;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Made<T> made;

    private record Made<T>(T answer, long atNanos) {}

    /**
     * Makes one without an answer.
     *
     * @param nanos the clock, in nanoseconds
     */
    public Shared(Supplier<T> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    /** Returns an answer that is at most that old, or is being made anew. Blocks while it is made. */
    public T get(Duration oldest) {
        Made<T> last = made;
        if (last != null && (isFresh(last, oldest) || lock.isLocked())) {
            return last.answer;
        }
        lock.lock();
        try {
            Made<T> now = made;
            if (now == null || !isFresh(now, oldest)) {
                now = new Made<>(source.get(), nanos.getAsLong());
                made = now;
            }
            return now.answer;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(Made<T> last, Duration oldest) {
        return nanos.getAsLong() - last.atNanos < oldest.toNanos();
    }
}
