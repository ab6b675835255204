// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.retry.ExponentialBackoff;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of all logical producers, and whether Redis can be connected to.
 *
 * <p>Thread-safety: any thread.
 */
public final class FleetLoop implements Executor, Clock, AutoCloseable {
    /** The pauses of the client between two attempts to connect anew. */
    static final ExponentialBackoff RECONNECT =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private volatile boolean isRedisUp = true;

    boolean isRedisUp() {
        return isRedisUp;
    }

    /** Sets whether Redis can be connected to. */
    public void setRedisUp(boolean isUp) {
        isRedisUp = isUp;
    }

    @Override
    public void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException ignored) {
            // A reply that comes after the end.
        }
    }

    /** Does work after that time. */
    public void after(long nanos, Runnable work) {
        try {
            var unused = thread.schedule(work, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ignored) {
            // As above.
        }
    }

    /** Returns the result of work on the thread. Blocks. */
    public <T> T ask(Callable<T> work) throws InterruptedException {
        Future<T> result = thread.submit(work);
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public long epochMillis() {
        return Clock.system().epochMillis();
    }

    @Override
    public long nanos() {
        return Clock.system().nanos();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
