// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.time.OwnThread;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A timer that extends the leases that this process holds, every third of their length.
 *
 * <p>Thread-safety: any thread; one thread of its own talks to Redis.
 */
final class LeaseRenewer implements AutoCloseable {
    private final RedisGatherStore store;
    private final StatusListener status;
    private final Set<SealedId> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(OwnThread.factory("leases"));

    LeaseRenewer(RedisGatherStore store, Duration lease, StatusListener status) {
        this.store = store;
        this.status = status;
        long third = Math.max(1, lease.toMillis() / 3);
        var unused = timer.scheduleWithFixedDelay(this::extendAll, third, third, TimeUnit.MILLISECONDS);
    }

    void keep(SealedId id) {
        held.add(id);
    }

    void forget(SealedId id) {
        held.remove(id);
    }

    private void extendAll() {
        for (SealedId id : held) {
            try {
                // Taken over or deleted: harmless, because every reader stores the same rows. Nothing is left to do.
                if (!store.extend(id)) {
                    forget(id);
                }
            } catch (CentralogException e) {
                status.say(
                        StatusListener.Severity.WARN,
                        "can't renew the lease of window " + id + "; another gatherer may take it over",
                        e);
                return; // Redis is unavailable for all of them
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
