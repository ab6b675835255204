// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.StatusListener;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A timer that extends the leases that this process holds in one partition, every third of their length.
 *
 * <p>Thread-safety: any thread; one of the {@link RenewalThreads} at a time talks to Redis.
 */
final class LeaseRenewer implements AutoCloseable {
    private final RedisGatherStore store;
    private final StatusListener status;
    private final Set<SealedId> held = ConcurrentHashMap.newKeySet();
    private final RenewalThreads threads;
    private final Future<?> timer;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();

    LeaseRenewer(RedisGatherStore store, Duration lease, StatusListener status, RenewalThreads threads) {
        this.store = store;
        this.status = status;
        this.threads = threads;
        timer = threads.every(Math.max(1, lease.toMillis() / 3), this::renew);
    }

    void keep(SealedId id) {
        held.add(id);
    }

    void forget(SealedId id) {
        held.remove(id);
    }

    private void renew() {
        if (!held.isEmpty() && isUnderWay.compareAndSet(false, true)) {
            try {
                threads.run(this::extendAll);
            } catch (RejectedExecutionException
                    | OutOfMemoryError e) { // closed, or no thread more: the next time, maybe
                isUnderWay.set(false);
            }
        }
    }

    private void extendAll() {
        try {
            for (SealedId id : held) {
                if (!extend(id)) {
                    return; // Redis is unavailable for all of them
                }
            }
        } finally {
            isUnderWay.set(false);
        }
    }

    /** Returns whether Redis has replied. */
    private boolean extend(SealedId id) {
        try {
            // Taken over or deleted: harmless, because every reader stores the same rows. Nothing is left to do.
            if (!store.extend(id)) {
                forget(id);
            }
            return true;
        } catch (RuntimeException e) {
            if (!timer.isCancelled()) { // else the connection was closed with it
                String what = "can't renew the lease of window " + id + "; another gatherer may take it over";
                status.say(StatusListener.Severity.WARN, what, e);
            }
            return false;
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
    }
}
