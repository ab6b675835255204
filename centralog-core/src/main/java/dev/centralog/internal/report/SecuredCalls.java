// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.internal.time.OwnThread;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Callers that wait until what they have logged is in Redis or on disk: it survives {@code kill -9} then. Each takes a
 * number behind its event; the shipper notes the highest number before it takes all that waits, and lets go of the callers
 * up to there when that is secured. So one flush serves all that wait.
 *
 * <p>Thread-safety: {@link #await} by any thread; the rest is the shipper thread's own.
 */
final class SecuredCalls {
    private final long timeoutNanos;
    private final RateLimitedStatus status;
    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private volatile long secured;

    /**
     * None that waits yet.
     *
     * @param timeout how long a caller waits at most; zero: not at all
     */
    SecuredCalls(Duration timeout, RateLimitedStatus status) {
        this.timeoutNanos = timeout.toNanos();
        this.status = status;
    }

    /**
     * Waits until what this thread has logged is secured, or the time is up. Threads of ours don't wait: they are what the
     * others wait for. An interrupt is kept for later, as an event logged by an interrupted thread is to be as safe.
     *
     * @param wake wakes the shipper
     */
    void await(Runnable wake) {
        if (timeoutNanos == 0 || OwnThread.isCurrent()) {
            return;
        }
        long own = asked.incrementAndGet();
        wake.run();
        if (!isSecuredInTime(own)) {
            status.warn(
                    "unsecured",
                    "log calls return while their events are neither in Redis nor on disk (setting 'secureTimeout')",
                    null);
        }
    }

    private boolean isSecuredInTime(long own) {
        long left = timeoutNanos;
        boolean interrupted = false;
        lock.lock();
        try {
            while (secured < own && left > 0) {
                try {
                    left = more.awaitNanos(left);
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
            return secured >= own;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The last number that was taken: what is logged before that can be seen by now. */
    long asked() {
        return asked.get();
    }

    /** Whether there is a caller that is not let go of. */
    boolean areWaiting() {
        return asked.get() > secured;
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
