// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.redis.RedisGatherStore.Counted;
import dev.centralog.internal.redis.RedisGatherStore.Lease;
import dev.centralog.internal.redis.RedisGatherStore.Look;
import dev.centralog.internal.redis.RedisGatherStore.Open;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which window of a stream to take: the earliest one that is due or whose lease has ended. Redis is the arbiter
 * among readers; nothing that is decided here has to be right for the law to hold.
 *
 * <p>Thread-safety: one thread at a time claims ({@code synchronized}).
 *
 * @param <D> what is claimed
 */
final class Claims<D extends Delivery> implements AutoCloseable {
    private static final int PARTITION = 0;

    private final RedisGatherStore store;
    private final LeaseKeeper leases;
    private final Clock clock;
    private final Rules<D> rules;
    private final long leaseMillis;
    private final long pollMillis;

    private final StatusListener status;
    private boolean foreignSaid;
    private long nextLookNanos;

    private Claims(RedisGatherStore store, Rules<D> rules, CentralogConfig config, StatusListener status) {
        this.store = store;
        this.rules = rules;
        this.status = status;
        this.clock = Clock.system();
        leaseMillis = config.get(ReaderSettings.LEASE).toMillis();
        pollMillis = config.get(ReaderSettings.POLL_INTERVAL).toMillis();
        nextLookNanos = clock.nanos();
        leases = new LeaseKeeper(store, config.get(ReaderSettings.LEASE), status);
    }

    /** What differs between the streams. */
    interface Rules<D extends Delivery> {
        /** How long after its end a window is due. */
        long graceSeconds(Window window);

        /** How long to look away when nothing is due; a window that is due at its arrival waits that long. */
        long idleMillis();

        /** How long a window that was sealed before is held open for more. */
        long lateHoldMillis(Window window);

        D delivery(RedisGatherStore store, LeaseKeeper leases, Claimed.Claim claim);
    }

    /** Connects {@code store}, or closes it. */
    static <D extends Delivery> Claims<D> open(
            RedisGatherStore store, Rules<D> rules, CentralogConfig config, StatusListener status) {
        try {
            store.connect().forEach(warning -> status.say(StatusListener.Severity.WARN, warning, null));
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
        return new Claims<>(store, rules, config, status);
    }

    /**
     * See {@link dev.centralog.gather.EventSource#claim}. Looks at once if it is not to wait; else not before something can
     * be due by what the last look saw, be that in another call.
     */
    synchronized @Nullable D claim(Duration wait) throws InterruptedException {
        long start = clock.nanos();
        long limit = Clock.nanosOf(wait);
        while (true) {
            if (limit == 0 || clock.nanos() - nextLookNanos >= 0) {
                nextLookNanos = clock.nanos();
                Look look = store.look();
                D taken = takeEarliest(look);
                if (taken != null) {
                    return taken;
                }
                lookAway(look);
            }
            long now = clock.nanos();
            long left = limit - (now - start);
            if (left <= 0) {
                return null;
            }
            // Rounded up: who wakes up a moment too early has to sleep again.
            TimeUnit.MILLISECONDS.sleep(TimeUnit.NANOSECONDS.toMillis(Math.min(left, nextLookNanos - now)) + 1);
        }
    }

    /** Until the earliest of those that are there is due, and not a moment before that; or for a while. */
    private void lookAway(Look look) {
        long soonest = Long.MAX_VALUE;
        for (Open open : look.open()) {
            soonest = Math.min(soonest, dueInMillis(look, open));
        }
        for (Lease lease : look.leases()) {
            soonest = Math.min(soonest, Math.max(0, lease.endsMillis() - look.redisMillis()));
        }
        if (soonest < rules.idleMillis()) {
            nextLookNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(Math.max(soonest, pollMillis));
        } else {
            nextLookNanos += TimeUnit.MILLISECONDS.toNanos(Math.max(rules.idleMillis(), pollMillis));
        }
    }

    private @Nullable D takeEarliest(Look look) {
        sayForeign(look.foreign());
        List<Lease> ended = look.leases().stream()
                .filter(lease -> hasEnded(lease, look.redisMillis()))
                .sorted(Comparator.comparing(lease -> lease.id().window()))
                .toList();
        for (Lease lease : ended) {
            D taken = takeOver(look, lease.id());
            if (taken != null) {
                return taken;
            }
        }
        for (Open open : look.open()) {
            // Windows of different lengths are due in another order than they began in: so all are looked at.
            D taken = dueInMillis(look, open) == 0 ? seal(look, open.window()) : null;
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    /** What is no name of ours must not stop what is. */
    private void sayForeign(List<String> foreign) {
        if (!foreign.isEmpty() && !foreignSaid) {
            foreignSaid = true;
            status.say(
                    StatusListener.Severity.WARN,
                    "Redis names windows that are none of this version's, and are left alone: " + foreign.size()
                            + ", the first of them '" + foreign.get(0) + "'",
                    null);
        }
    }

    private long dueInMillis(Look look, Open open) {
        Window window = open.window();
        long due = (window.end() + rules.graceSeconds(window)) * 1000;
        // Late reports come in a crowd: waiting a little makes one delivery of them instead of dozens. Not if Redis's
        // clock has been set back since.
        if (open.isLate() && open.openedMillis() <= look.redisMillis()) {
            due = Math.max(due, open.openedMillis() + rules.lateHoldMillis(window));
        }
        return Math.max(0, due - look.redisMillis());
    }

    private boolean hasEnded(Lease lease, long redisMillis) {
        return lease.endsMillis() <= redisMillis || lease.endsMillis() > redisMillis + 2 * leaseMillis;
    }

    private @Nullable D takeOver(Look look, SealedId id) {
        long attempts = store.take(id);
        return attempts <= 0 ? null : claimed(look, id, attempts);
    }

    private @Nullable D seal(Look look, Window window) {
        SealedId id = new SealedId(window, store.generations(window) + 1);
        return store.seal(id, rules.graceSeconds(window)) < 0 ? null : claimed(look, id, 1);
    }

    private D claimed(Look look, SealedId id, long attempts) {
        leases.keep(id);
        String delivery = look.source() + ":" + PARTITION + ":" + id.generation();
        return rules.delivery(store, leases, new Claimed.Claim(id, delivery, Math.toIntExact(attempts)));
    }

    /** See {@link dev.centralog.gather.EventSource#backlog}. */
    Backlog backlog() {
        Look look = store.lookAtAll();
        Set<String> open = new HashSet<>();
        look.open().forEach(each -> open.add(PARTITION + "/" + each.window()));
        Set<String> leased = new HashSet<>();
        look.leases().forEach(lease -> leased.add(PARTITION + "/" + lease.id()));
        return new Backlog(open, leased);
    }

    /** A window that is not sealed, and how long until it is due; 0 if it is. */
    record Due(Window window, long inMillis) {}

    /** The windows that are not sealed, in the order of time. */
    List<Due> openWindows() {
        Look look = store.lookAtAll();
        return look.open().stream()
                .map(open -> new Due(open.window(), dueInMillis(look, open)))
                .sorted(Comparator.comparing(Due::window))
                .toList();
    }

    /** What an open window holds now. */
    Iterator<Counted> scan(Window window) {
        return store.scan(window);
    }

    @Override
    public void close() {
        leases.close();
        store.close();
    }
}
