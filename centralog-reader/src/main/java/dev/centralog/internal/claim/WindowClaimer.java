// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.claim.ClaimSteps.Request;
import dev.centralog.internal.claim.StreamClaimer.Client;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A claimer of the windows of a signal, in the order that {@link DueWindows} gives: first deliveries whose lease has ended,
 * then windows that are due, the earliest ones first.
 *
 * <p>Thread-safety: one thread at a time claims ({@code synchronized}).
 *
 * @param <D> the type of the deliveries
 */
public final class WindowClaimer<D extends Delivery> implements AutoCloseable {
    private final RedisGatherStore store;
    private final LeaseRenewer leases;
    private final Clock clock;
    private final Rules<D> rules;
    private final DueWindows dueWindows;
    private final long pollMillis;
    private final Window usualSlice;

    private final StatusListener status;
    private final RateLimitedStatus limited;
    private final ClaimSteps steps;
    private final @Nullable BookTrimmer trimmer;
    private boolean undurableSaid;
    private boolean foreignSaid;
    private volatile long heldBackMillis;
    private long nextLookNanos;

    private WindowClaimer(RedisGatherStore store, Rules<D> rules, Client client, RenewalThreads renewals) {
        CentralogConfig config = client.config();
        this.store = store;
        this.rules = rules;
        this.status = client.status();
        this.clock = Clock.system();
        dueWindows = new DueWindows(rules, config.get(ReaderSettings.LEASE).toMillis(), () -> heldBackMillis);
        pollMillis = config.get(ReaderSettings.POLL_INTERVAL).toMillis();
        usualSlice = Window.slice(0, config.get(Settings.SLICE_LENGTH).toSeconds());
        nextLookNanos = clock.nanos();
        limited = new RateLimitedStatus(status, clock);
        trimmer = store.hasBook() ? new BookTrimmer(store, clock, status) : null;
        leases = new LeaseRenewer(store, config.get(ReaderSettings.LEASE), status, renewals);
        steps = new ClaimSteps(
                dueWindows, rules.takenAtOnce(), config.get(ReaderSettings.AWAIT_DURABLE_SEALS), new StepListener());
    }

    /** The rules that differ between events and actions. */
    public interface Rules<D extends Delivery> extends WindowTimes {
        /**
         * Returns the time between two looks while nothing is due, in milliseconds; a window that is due on its arrival may
         * wait that long.
         */
        long idleMillis();

        /**
         * Returns the number of deliveries taken at once if seals have to become durable first. Becoming durable may take as
         * long as Redis takes to write its file, and after an outage there are many deliveries.
         */
        int takenAtOnce();

        D delivery(RedisGatherStore store, LeaseRenewer leases, ClaimSteps.Claim claim);
    }

    /** Connects {@code store} and returns a claimer; closes the store if that fails. */
    public static <D extends Delivery> WindowClaimer<D> open(
            RedisGatherStore store, Rules<D> rules, Client client, RenewalThreads renewals) {
        try {
            store.connect().forEach(warning -> client.status().say(StatusListener.Severity.WARN, warning, null));
            return new WindowClaimer<>(store, rules, client, renewals);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Claims a delivery, as {@link dev.centralog.gather.EventSource#claim} says. With a {@code wait} of zero it looks at Redis
     * at once. Otherwise it does not look before something can be due, by what the last look saw, also one of an earlier call.
     */
    public synchronized @Nullable D claim(Duration wait) throws InterruptedException {
        long start = clock.nanos();
        long limit = Clock.nanosOf(wait);
        while (true) {
            if (!steps.isEmpty() || limit == 0 || clock.nanos() - nextLookNanos >= 0) {
                take();
                if (trimmer != null) {
                    trimmer.trim();
                }
            }
            ClaimSteps.Claim claim = steps.poll();
            if (claim != null) {
                return rules.delivery(store, leases, claim);
            }
            long now = clock.nanos();
            long left = limit - (now - start);
            if (left <= 0) {
                return null;
            }
            // Rounded up: a thread that wakes a moment too early has to sleep again.
            TimeUnit.MILLISECONDS.sleep(TimeUnit.NANOSECONDS.toMillis(Math.min(left, nextLookNanos - now)) + 1);
        }
    }

    /** Returns the store that it claims from. */
    RedisGatherStore store() {
        return store;
    }

    /** Leaves what is due to other readers for that time, in milliseconds; from then on it is taken after all. */
    void holdBack(long millis) {
        heldBackMillis = millis;
    }

    /** Returns the time until the next look, in nanoseconds; 0 if it is due. */
    synchronized long inNanos() {
        return steps.isEmpty() ? Math.max(0, nextLookNanos - clock.nanos()) : 0;
    }

    /** Takes what is due, as {@link ClaimSteps} says, and waits up to two seconds for the seals to become durable. */
    private void take() {
        if (steps.isEmpty()) {
            nextLookNanos = clock.nanos();
        }
        steps.begin();
        try {
            for (Request<?> next = steps.next(); next != null; next = steps.next()) {
                next.ask(store);
            }
        } catch (RuntimeException e) {
            steps.onFailure();
            throw e;
        }
    }

    private final class StepListener implements ClaimSteps.Listener {
        /** Warns, once, of foreign names; they must not stop the windows that can be read. */
        @Override
        public void onSnapshot(StreamSnapshot snapshot) {
            if (trimmer != null) {
                trimmer.onTime(snapshot.redisMillis());
            }
            List<String> foreign = snapshot.foreign();
            if (!foreign.isEmpty() && !foreignSaid) {
                foreignSaid = true;
                status.say(
                        StatusListener.Severity.WARN,
                        "Redis holds " + foreign.size()
                                + " windows that were not written by this version, the first of them '" + foreign.get(0)
                                + "'; they are left untouched: upgrade this gatherer if a newer version wrote them",
                        null);
            }
        }

        @Override
        public void onNoCounts(Window window) {
            limited.warn(
                    "no counts",
                    "window " + window
                            + " is open in Redis, but its counts were removed, or were not written by Centralog: what was"
                            + " counted"
                            + " in it is lost; make sure that nothing else removes or evicts keys there",
                    null);
        }

        @Override
        public void onGone(SealedId id) {
            limited.warn(
                    "gone",
                    "the counts of the sealed delivery " + id
                            + " were removed from Redis before it was acknowledged: what was counted in it is lost; make sure"
                            + " that nothing else removes or evicts keys there",
                    null);
        }

        /**
         * Sets the time of the next look: when the earliest window or lease is due, and not a moment before that; or, if that
         * is far off, after the idle time.
         */
        @Override
        public void onNothingTaken(StreamSnapshot snapshot) {
            long soonest = dueWindows.firstInMillis(snapshot);
            if (soonest < rules.idleMillis()) {
                nextLookNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(Math.max(soonest, pollMillis));
            } else {
                nextLookNanos += TimeUnit.MILLISECONDS.toNanos(Math.max(rules.idleMillis(), pollMillis));
            }
        }

        @Override
        public void onTaken(SealedId id) {
            leases.keep(id);
        }

        @Override
        public void onLost(SealedId id) {
            leases.forget(id);
        }

        @Override
        public void onDurability(@Nullable String missing) {
            if (missing != null && !undurableSaid) {
                undurableSaid = true;
                String why = "sealed windows wait until a failover can't undo them (setting 'awaitDurableSeals'): "
                        + missing;
                status.say(StatusListener.Severity.WARN, why, null);
            } else if (missing == null && undurableSaid) {
                undurableSaid = false;
                status.say(StatusListener.Severity.INFO, "sealed windows are durable again", null);
            }
        }
    }

    /** Returns the backlog, as {@link dev.centralog.gather.EventSource#backlog} says. */
    public Backlog backlog() {
        StreamSnapshot look = store.lookAtAll();
        Set<String> open = new HashSet<>();
        String partition = (store.hasBook() ? "" : "v1-") + store.partition() + "/";
        look.open().forEach(each -> open.add(partition + each.window()));
        Set<String> leased = new HashSet<>();
        look.leases().forEach(lease -> leased.add(partition + lease.id()));
        return new Backlog(open, leased);
    }

    /** Returns what is pending, as {@link dev.centralog.gather.DeliverySource#progress} says. */
    public ReadProgress progress() {
        StreamSnapshot look = store.lookAtAll();
        List<ReadProgress.Pending> pending = new ArrayList<>();
        Window longest = Window.slice(0, 1);
        for (Open open : look.open()) {
            pending.add(pending(open.window(), false));
            longest = longer(longest, open.window());
        }
        for (Lease lease : look.leases()) {
            pending.add(pending(lease.id().window(), true));
            longest = longer(longest, lease.id().window());
        }
        Window graced = pending.isEmpty() ? usualSlice : longest; // of events the length does not matter
        long overUpTo = Math.floorDiv(look.redisMillis(), 1000) - rules.graceSeconds(graced);
        return new ReadProgress(
                look.redisId(), Instant.ofEpochMilli(look.redisMillis()), Instant.ofEpochSecond(overUpTo), pending);
    }

    private static Window longer(Window one, Window other) {
        return one.seconds() < other.seconds() ? other : one;
    }

    /** Returns a window that is not acknowledged. */
    static ReadProgress.Pending pending(Window window, boolean isSealed) {
        return new ReadProgress.Pending(
                Instant.ofEpochSecond(window.start()), Instant.ofEpochSecond(window.end()), isSealed);
    }

    /** A window that is not sealed, and the time until it is due; 0 if it is due. */
    public record Due(Window window, long inMillis) {}

    /** Returns the windows that are not sealed, in the order of time. */
    public List<Due> openWindows() {
        StreamSnapshot look = store.lookAtAll();
        return look.open().stream()
                .map(open -> new Due(open.window(), dueWindows.inMillis(look, open)))
                .sorted(Comparator.comparing(Due::window))
                .toList();
    }

    /** Returns what an open window holds now; blocks, and may return a group more than once. */
    public Iterator<GroupCount> scan(Window window) {
        return store.scan(window);
    }

    @Override
    public void close() {
        leases.close();
        store.close();
    }
}
