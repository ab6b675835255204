// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.time.OwnThread;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads that renew the leases of a signal's partitions: one that waits, and others while renewals are under way, so that a
 * server that does not reply holds up no other one's leases.
 *
 * <p>Thread-safety: any thread.
 */
final class RenewalThreads implements AutoCloseable {
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(OwnThread.sameNamed("lease-timer"));
    private final ExecutorService workers = Executors.newCachedThreadPool(OwnThread.sameNamed("leases"));

    /** Runs {@code work} on the thread that waits, after each such pause, until it is cancelled; it must not block. */
    Future<?> every(long millis, Runnable work) {
        return timer.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs {@code work}, which may block. */
    void run(Runnable work) {
        workers.execute(work);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
