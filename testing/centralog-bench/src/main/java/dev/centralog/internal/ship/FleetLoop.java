// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of all logical producers, and their time. That is a time of its own: it stands still while the thread works
 * or waits for a reply of the real Redis, and never gets ahead of the machine's. So what a busy machine delays is not taken
 * for something that the producers do.
 *
 * <p>Thread-safety: any thread; the time is the present one on this thread alone.
 */
public final class FleetLoop implements Clock, AutoCloseable {
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final long startNanos = System.nanoTime();
    private final long startMillis = System.currentTimeMillis();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private final Queue<Runnable> fromOutside = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "fleet");
    private volatile long nowNanos;
    private volatile boolean isEnding;
    private long orders;

    private record Due(long nanos, long order, Runnable work) {}

    FleetLoop() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!isEnding) {
            for (Runnable work = fromOutside.poll(); work != null; work = fromOutside.poll()) {
                work.run();
            }
            long real = System.nanoTime() - startNanos;
            Due next = due.peek();
            if (next == null || next.nanos > real) {
                nowNanos = next == null ? real : Math.max(nowNanos, Math.min(real, next.nanos));
                LockSupport.parkNanos(
                        next == null ? LONGEST_PARK_NANOS : Math.min(LONGEST_PARK_NANOS, next.nanos - real));
            } else {
                due.remove();
                nowNanos = Math.max(nowNanos, next.nanos);
                next.work.run();
            }
        }
    }

    /** Does work as soon as the thread has time. */
    public void execute(Runnable work) {
        if (Thread.currentThread() == thread) {
            after(0, work);
        } else {
            fromOutside.add(work);
        }
    }

    /** Does work after that time; the thread itself calls it. */
    void after(long nanos, Runnable work) {
        due.add(new Due(nowNanos + Math.max(0, nanos), orders++, work));
    }

    /** Returns the result of work on the thread. Blocks. */
    public <T> T ask(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        fromOutside.add(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    @Override
    public long epochMillis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public void close() {
        isEnding = true;
    }
}
