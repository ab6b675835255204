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
 * Callers that wait until what they have logged is in Redis or on disk: it survives {@code kill -9} then. Each takes a
 * number behind its event; the shipper notes the highest number before it takes all that waits, and lets go of the callers
 * up to there when that is secured. So one flush serves all that wait.
 *
 * <p>Thread-safety: any thread calls; {@link #secured} is called by the shipper's alone.
 */
final class DurabilityWaiters {
    /** Of looks at entries that are being queued, which takes less than a microsecond if its thread runs. */
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
     * None that waits yet.
     *
     * @param timeout how long a caller waits at most; zero: not at all
     */
    DurabilityWaiters(Duration timeout, RateLimitedStatus status, Clock clock) {
        this.timeoutNanos = timeout.toNanos();
        this.status = status;
        this.clock = clock;
    }

    /** What to run when a caller begins to wait. */
    void onAsked(Runnable wake) {
        waker = wake;
    }

    /**
     * From now on all calls wait, at most until then: the JVM is ending, and waits for the threads that log, but not for
     * the shipper's.
     */
    void awaitUntil(long nanos) {
        exitNanos = nanos;
        isExiting = true;
    }

    /** A new entry is about to be found by other callers, before the shipper can find it. */
    void beginQueueing() {
        queueing.incrementAndGet();
    }

    /** The shipper finds it, or it did not come to be. */
    void endQueueing() {
        queueing.decrementAndGet();
    }

    /**
     * Waits until what this thread has logged is secured, or the time is up. Threads of ours don't wait: they are what the
     * others wait for. An interrupt is kept for later, as an event logged by an interrupted thread is to be as safe.
     */
    void await() {
        if ((timeoutNanos == 0 && !isExiting) || OwnThread.isCurrent()) {
            return;
        }
        long limitNanos = timeoutNanos == 0 ? exitNanos - clock.nanos() : timeoutNanos;
        if (limitNanos <= 0) {
            return;
        }
        waiting.incrementAndGet(); // before it has a number: whoever sees that is in a hurry
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
                        "log calls return while their events are neither in Redis nor on disk (setting '" + setting
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

    /** The last number that was taken. */
    long asked() {
        return asked.get();
    }

    /** To be asked behind {@link #asked}: whether the shipper finds all that callers up to there have logged. */
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

    /** Lets go of all up to that number. */
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

    /** Nothing will be secured any more: nobody waits from now on. */
    void end() {
        secured(Long.MAX_VALUE);
    }
}
