// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.time.OwnThread;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timer by which Lettuce times commands out, and waits before it connects again. Lettuce's own timer wakes up ten times a
 * second, for ever, from the first command on; this one sleeps until something is due.
 *
 * <p>Thread-safety: any thread.
 */
final class ScheduledTimer implements Timer {
    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, OwnThread.factory("lettuce-timer"));

    ScheduledTimer() {
        executor.setRemoveOnCancelPolicy(true);
    }

    private final class Planned implements Timeout, Callable<@Nullable Void> {
        private final TimerTask task;
        private volatile Future<?> future = new FutureTask<>(this); // until the real one is known

        Planned(TimerTask task) {
            this.task = task;
        }

        @Override
        public @Nullable Void call() throws Exception {
            task.run(this);
            return null;
        }

        @Override
        public Timer timer() {
            return ScheduledTimer.this;
        }

        @Override
        public TimerTask task() {
            return task;
        }

        @Override
        public boolean isExpired() {
            return future.isDone() && !future.isCancelled();
        }

        @Override
        public boolean isCancelled() {
            return future.isCancelled();
        }

        @Override
        public boolean cancel() {
            return future.cancel(false);
        }
    }

    @Override
    public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
        Planned planned = new Planned(task);
        planned.future = executor.schedule(planned, delay, unit);
        return planned;
    }

    /** Stops the timer, and drops what was planned together with the connection that it was for. */
    @Override
    public Set<Timeout> stop() {
        executor.shutdownNow();
        return Set.of();
    }
}
