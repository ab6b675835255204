// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.gather.ClaimedWindow.Claim;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.redis.RedisGatherStore.Lease;
import dev.centralog.internal.redis.RedisGatherStore.Look;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which window to take: the earliest one that is due or whose lease has ended. Redis is the arbiter among
 * readers; nothing that is decided here has to be right for the law to hold.
 *
 * <p>Thread-safety: one thread at a time claims ({@code synchronized}).
 */
public final class Claims implements AutoCloseable {
    private static final int PARTITION = 0;
    private static final long WINDOW_MILLIS = 1000;

    private final RedisGatherStore store;
    private final LeaseKeeper leases;
    private final Clock clock;
    private final long graceMillis;
    private final long leaseMillis;
    private final long pollNanos;
    private final long lateHoldMillis;

    /** Windows that were sealed before and are open again, and since when we have seen them so, by Redis's clock. */
    private final Map<Long, Long> late = new HashMap<>();

    private Claims(RedisGatherStore store, CentralogConfig config, StatusListener status, Clock clock) {
        this.store = store;
        this.clock = clock;
        graceMillis = config.get(ReaderSettings.GRACE).toMillis();
        leaseMillis = config.get(ReaderSettings.LEASE).toMillis();
        pollNanos = config.get(ReaderSettings.POLL_INTERVAL).toNanos();
        lateHoldMillis = config.get(ReaderSettings.LATE_HOLD).toMillis();
        leases = new LeaseKeeper(store, config.get(ReaderSettings.LEASE), status);
    }

    /** Connects; see {@link dev.centralog.gather.EventSource#open}. */
    public static Claims open(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {
        RedisGatherStore store =
                new RedisGatherStore(config, access, UUID.randomUUID().toString());
        try {
            store.connect().forEach(warning -> status.say(StatusListener.Severity.WARN, warning, null));
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
        return new Claims(store, config, status, Clock.system());
    }

    /** See {@link dev.centralog.gather.EventSource#claim}. */
    public synchronized @Nullable Delivery claim(Duration wait) throws InterruptedException {
        long start = clock.nanos();
        long limit = Clock.nanosOf(wait);
        while (true) {
            Delivery taken = takeEarliest(store.look());
            if (taken != null) {
                return taken;
            }
            long left = limit - (clock.nanos() - start);
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, pollNanos));
        }
    }

    private @Nullable Delivery takeEarliest(Look look) {
        late.keySet().retainAll(new HashSet<>(look.open()));
        List<Lease> ended = look.leases().stream()
                .filter(lease -> hasEnded(lease, look.redisMillis()))
                .sorted(Comparator.comparingLong(lease -> lease.id().window()))
                .toList();
        for (Lease lease : ended) {
            Delivery taken = takeOver(look, lease.id());
            if (taken != null) {
                return taken;
            }
        }
        for (long window : look.open()) {
            if (look.redisMillis() < (window * 1000) + WINDOW_MILLIS + graceMillis) {
                break; // the rest is later still
            }
            Delivery taken = seal(look, window);
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    private boolean hasEnded(Lease lease, long redisMillis) {
        return lease.endsMillis() <= redisMillis || lease.endsMillis() > redisMillis + 2 * leaseMillis;
    }

    private @Nullable Delivery takeOver(Look look, SealedId id) {
        long attempts = store.lease(id);
        return attempts <= 0 ? null : claimed(look, id, attempts);
    }

    private @Nullable Delivery seal(Look look, long window) {
        long generations = store.generations(window);
        if (generations > 0 && isHeldOpen(look, window)) {
            return null;
        }
        SealedId id = new SealedId(window, generations + 1);
        return store.seal(id) < 0 ? null : claimed(look, id, 1);
    }

    /** Late reports come in a crowd: waiting a little makes one delivery of them instead of dozens. */
    private boolean isHeldOpen(Look look, long window) {
        Long since = late.putIfAbsent(window, look.redisMillis());
        return look.redisMillis() - (since == null ? look.redisMillis() : since) < lateHoldMillis;
    }

    private Delivery claimed(Look look, SealedId id, long attempts) {
        late.remove(id.window());
        leases.keep(id);
        String delivery = look.source() + ":" + PARTITION + ":" + id.generation();
        return new ClaimedWindow(store, leases, new Claim(id, delivery, Math.toIntExact(attempts)));
    }

    /** See {@link dev.centralog.gather.EventSource#backlog}. */
    public Backlog backlog() {
        Look look = store.lookAtAll();
        Set<String> open = new HashSet<>();
        look.open().forEach(window -> open.add(PARTITION + "/" + window));
        Set<String> leased = new HashSet<>();
        look.leases().forEach(lease -> leased.add(PARTITION + "/" + lease.id()));
        return new Backlog(open, leased);
    }

    @Override
    public void close() {
        leases.close();
        store.close();
    }
}
