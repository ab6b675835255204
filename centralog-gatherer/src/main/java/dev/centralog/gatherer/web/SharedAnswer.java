// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.page.PageViews.Answer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is made at most once in two seconds, by one thread at a time. While it is made, others get the one before.
 *
 * <p>Thread-safe. The first answer is waited for.
 */
final class SharedAnswer {
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final Supplier<Answer> source;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Made made;

    private record Made(Answer answer, long atNanos) {}

    SharedAnswer(Supplier<Answer> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    /** Returns the answer. Blocks while it is made. */
    Answer get() {
        Made last = made;
        if (last != null && (isFresh(last) || lock.isLocked())) {
            return last.answer;
        }
        lock.lock();
        try {
            Made now = made;
            if (now == null || !isFresh(now)) {
                now = new Made(source.get(), nanos.getAsLong());
                made = now;
            }
            return now.answer;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(Made last) {
        return nanos.getAsLong() - last.atNanos < FRESH_NANOS;
    }
}
