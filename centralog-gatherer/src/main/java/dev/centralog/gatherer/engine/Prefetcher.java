// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A maker of items that makes the next one on a thread of its own while the last one is used: never more than one ahead, and
 * none unasked. The thread ends by itself when it has nothing to do, so there is nothing to close.
 *
 * <p>Thread-safety: none; items are made one after the other.
 */
final class Prefetcher<T> {
    private static final long IDLE_SECONDS = 5;

    private final Supplier<@Nullable T> make;
    private final ThreadPoolExecutor thread;
    private @Nullable FutureTask<@Nullable T> next;

    Prefetcher(String threadName, Supplier<@Nullable T> make) {
        this.make = make;
        thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> GatherThreads.named(threadName, task));
        thread.allowCoreThreadTimeOut(true);
    }

    /** Starts making the next item, unless one was started that has not been taken. */
    void begin() {
        if (next == null) {
            next = new FutureTask<>(make::get);
            thread.execute(next);
        }
    }

    /**
     * Returns the item that was started, or throws what its making threw; returns null if none was started, or if the maker
     * returned null. Blocks until the item is made.
     *
     * @throws InterruptedException if the calling thread is interrupted; the next call returns the same item
     */
    @Nullable
    T take() throws InterruptedException {
        FutureTask<@Nullable T> begun = next;
        if (begun == null) {
            return null;
        }
        try {
            T made = begun.get();
            next = null;
            return made;
        } catch (ExecutionException e) {
            next = null;
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(cause); // an Error
        }
    }
}
