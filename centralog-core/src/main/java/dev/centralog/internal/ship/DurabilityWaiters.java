// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Callers that wait until what they have logged is durable: in Redis or on disk, so that it survives {@code kill -9}. Each
 * takes a number after it has logged its event. The shipper notes the highest number before it drains everything that waits,
 * and releases the callers up to that number once all of it is durable. So one flush serves all waiting callers.
 *
 * <p>Thread-safety: any thread; {@link #secured} is called by the shipper's thread alone.
 */
final class DurabilityWaiters {
    /** The number of looks for entries that are being queued; queueing takes less than a microsecond if its thread runs. */
    private static final int LOOKS = 200;

    private final long timeoutNanos;
    private final RateLimitedStatus status;
    private final Clock clock;
    private final AtomicInteger queueing = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private volatile @Nullable Runnable waker;
    private volatile long secured;
    private volatile boolean isExiting;
    private volatile long exitNanos;

    /**
     * Creates it without a waiting caller.
     *
     * @param timeout the longest time that a caller waits; zero for no wait
     */
    DurabilityWaiters(Duration timeout, RateLimitedStatus status, Clock clock) {
        this.timeoutNanos = timeout.toNanos();
        this.status = status;
        this.clock = clock;
    }

    /** Sets what is run when a caller begins to wait. */
    void onAsked(Runnable wake) {
        waker = wake;
    }

    /**
     * Makes all calls wait from now on, at most until then: the JVM is ending, and waits for the threads that log, but not
     * for the shipper's.
     */
    void awaitUntil(long nanos) {
        exitNanos = nanos;
        isExiting = true;
    }

    /** Notes that other callers are about to find a new entry, which the shipper can't find yet. */
    void beginQueueing() {
        queueing.incrementAndGet();
    }

    /** Notes that the shipper can find that entry now, or that it was not created. */
    void endQueueing() {
        queueing.decrementAndGet();
    }

    /**
     * Waits until everything that this thread has logged is durable, or the time is up. Centralog's own threads don't wait,
     * as the others wait for them. An interrupt is kept for later, as an event logged by an interrupted thread must be as
     * safe as others.
     */
    void await() {
        if ((timeoutNanos == 0 && !isExiting) || OwnThread.isCurrent()) {
            return;
        }
        long limitNanos = timeoutNanos == 0 ? exitNanos - clock.nanos() : timeoutNanos;
        if (limitNanos <= 0) {
            return;
        }
        waiting.incrementAndGet(); // before it has a number, so that a shipper that sees the number also hurries
        try {
            long own = asked.incrementAndGet();
            Runnable wake = waker;
            if (wake != null) {
                wake.run();
            }
            if (!isSecuredInTime(own, limitNanos)) {
                String setting = timeoutNanos == 0 ? "shutdownTimeout" : "awaitDurableTimeout";
                status.warn(
                        "unsecured",
                        "log calls return after " + TimeUnit.NANOSECONDS.toMillis(limitNanos)
                                + " ms although their events are neither in Redis nor on disk (setting '" + setting
                                + "')",
                        null);
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean isSecuredInTime(long own, long limitNanos) {
        long end = clock.nanos() + limitNanos;
        boolean interrupted = false;
        lock.lock();
        try {
            long left = limitNanos;
            while (secured < own && left > 0) {
                try {
                    boolean unused = more.await(left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException ignored) {
                    interrupted = true;
                }
                left = end - clock.nanos();
            }
            return secured >= own;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the last number that was taken. */
    long asked() {
        return asked.get();
    }

    /** Whether the shipper finds everything that callers up to the last {@link #asked} have logged. To be called after that. */
    boolean isAllQueued() {
        for (int look = 1; queueing.get() != 0; look++) {
            if (look == LOOKS) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Whether a caller waits. */
    boolean areWaiting() {
        return waiting.get() > 0;
    }

    /** Releases all callers up to that number. */
    void secured(long last) {
        if (last > secured) {
            lock.lock();
            try {
                secured = last;
                more.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Releases all callers, now and later, as nothing more becomes durable. */
    void end() {
        secured(Long.MAX_VALUE);
    }
}
