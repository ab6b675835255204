// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.gather.DueWindows.Candidate;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.redis.RedisGatherStore.GroupCount;
import dev.centralog.internal.redis.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes windows of a stream, of those that {@link DueWindows} names: the earliest one that is due or whose lease has ended.
 *
 * <p>Thread-safety: one thread at a time claims ({@code synchronized}).
 *
 * @param <D> what is claimed
 */
final class WindowClaimer<D extends Delivery> implements AutoCloseable {
    private final RedisGatherStore store;
    private final LeaseRenewer leases;
    private final Clock clock;
    private final Rules<D> rules;
    private final DueWindows dueWindows;
    private final long pollMillis;

    private final StatusListener status;
    private final boolean confirmsSeals;
    private final Deque<D> taken = new ArrayDeque<>();
    private @Nullable SealedId takenLast;
    private boolean confirmed;
    private boolean unconfirmedSaid;
    private boolean foreignSaid;
    private long nextLookNanos;

    private WindowClaimer(RedisGatherStore store, Rules<D> rules, CentralogConfig config, StatusListener status) {
        this.store = store;
        this.rules = rules;
        this.status = status;
        this.clock = Clock.system();
        dueWindows = new DueWindows(rules, config.get(ReaderSettings.LEASE).toMillis());
        pollMillis = config.get(ReaderSettings.POLL_INTERVAL).toMillis();
        confirmsSeals = config.get(ReaderSettings.CONFIRM_SEALS);
        nextLookNanos = clock.nanos();
        leases = new LeaseRenewer(store, config.get(ReaderSettings.LEASE), status);
    }

    /** What differs between the streams. */
    interface Rules<D extends Delivery> extends WindowTimes {
        /** How long to look away when nothing is due; a window that is due at its arrival waits that long. */
        long idleMillis();

        /**
         * How many are taken at once where seals have to be confirmed: that may take as long as Redis takes to write its
         * file, and behind an outage there are many.
         */
        int takenAtOnce();

        D delivery(RedisGatherStore store, LeaseRenewer leases, Leased.Claim claim);
    }

    /** Connects {@code store}, or closes it. */
    static <D extends Delivery> WindowClaimer<D> open(
            RedisGatherStore store, Rules<D> rules, CentralogConfig config, StatusListener status) {
        try {
            store.connect().forEach(warning -> status.say(StatusListener.Severity.WARN, warning, null));
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
        return new WindowClaimer<>(store, rules, config, status);
    }

    /**
     * See {@link dev.centralog.gather.EventSource#claim}. Looks at once if it is not to wait; else not before something can
     * be due by what the last look saw, be that in another call.
     */
    synchronized @Nullable D claim(Duration wait) throws InterruptedException {
        long start = clock.nanos();
        long limit = Clock.nanosOf(wait);
        while (true) {
            if (taken.isEmpty() && (limit == 0 || clock.nanos() - nextLookNanos >= 0)) {
                look();
            }
            if (!taken.isEmpty() && isConfirmed()) {
                return taken.remove();
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

    /** Takes what is due: one, or where that has to be confirmed, several. */
    private void look() {
        nextLookNanos = clock.nanos();
        StreamSnapshot look = store.look();
        sayForeign(look.foreign());
        Iterator<Candidate> due = dueWindows.in(look).iterator();
        take(look, due, 1);
        if (taken.isEmpty()) {
            lookAway(look);
            return;
        }
        confirmed = false; // also where it can't be found out whether that is to be
        confirmed = !confirmsSeals || !store.canConfirm();
        if (!confirmed) {
            take(look, due, rules.takenAtOnce());
        }
    }

    private void take(StreamSnapshot look, Iterator<Candidate> due, int most) {
        while (taken.size() < most && due.hasNext()) {
            D next = take(look, due.next());
            if (next != null) {
                taken.add(next);
            }
        }
    }

    /** What can be undone is not handed out: it stays on its lease. Waits a little for that. */
    private boolean isConfirmed() {
        // Redis waits for what came over this connection, and the seal may have come over the one before.
        if (!confirmed && takenLast != null && !store.extend(takenLast)) {
            taken.forEach(Delivery::release); // undone, or somebody else's: whoever finds them next begins anew
            taken.clear();
            return false;
        }
        String missing = confirmed ? null : store.confirm();
        confirmed = missing == null;
        if (missing != null && !unconfirmedSaid) {
            unconfirmedSaid = true;
            String why = "sealed windows wait until a failover can't undo them (setting 'confirmSeals'): " + missing;
            status.say(StatusListener.Severity.WARN, why, null);
        } else if (missing == null && unconfirmedSaid) {
            unconfirmedSaid = false;
            status.say(StatusListener.Severity.INFO, "sealed windows are confirmed again", null);
        }
        return confirmed;
    }

    /** Until the earliest of those that are there is due, and not a moment before that; or for a while. */
    private void lookAway(StreamSnapshot look) {
        long soonest = dueWindows.firstInMillis(look);
        if (soonest < rules.idleMillis()) {
            nextLookNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(Math.max(soonest, pollMillis));
        } else {
            nextLookNanos += TimeUnit.MILLISECONDS.toNanos(Math.max(rules.idleMillis(), pollMillis));
        }
    }

    /** Null if another reader was first. */
    private @Nullable D take(StreamSnapshot look, Candidate due) {
        if (due instanceof DueWindows.Expired expired) {
            return takeOver(look, expired.id());
        }
        return seal(look, ((DueWindows.Unsealed) due).window());
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

    private @Nullable D takeOver(StreamSnapshot look, SealedId id) {
        long attempts = store.take(id);
        return attempts <= 0 ? null : claimed(look, id, attempts);
    }

    private @Nullable D seal(StreamSnapshot look, Window window) {
        SealedId id = new SealedId(window, store.generations(window) + 1);
        return store.seal(id, rules.graceSeconds(window)) < 0 ? null : claimed(look, id, 1);
    }

    private D claimed(StreamSnapshot look, SealedId id, long attempts) {
        leases.keep(id);
        takenLast = id;
        int times = (int) Math.min(attempts, Integer.MAX_VALUE);
        return rules.delivery(store, leases, new Leased.Claim(id, look.source(), times));
    }

    /** See {@link dev.centralog.gather.EventSource#backlog}. */
    Backlog backlog() {
        StreamSnapshot look = store.lookAtAll();
        Set<String> open = new HashSet<>();
        look.open().forEach(each -> open.add(Leased.PARTITION + "/" + each.window()));
        Set<String> leased = new HashSet<>();
        look.leases().forEach(lease -> leased.add(Leased.PARTITION + "/" + lease.id()));
        return new Backlog(open, leased);
    }

    /** A window that is not sealed, and how long until it is due; 0 if it is. */
    record Due(Window window, long inMillis) {}

    /** The windows that are not sealed, in the order of time. */
    List<Due> openWindows() {
        StreamSnapshot look = store.lookAtAll();
        return look.open().stream()
                .map(open -> new Due(open.window(), dueWindows.inMillis(look, open)))
                .sorted(Comparator.comparing(Due::window))
                .toList();
    }

    /** What an open window holds now. */
    Iterator<GroupCount> scan(Window window) {
        return store.scan(window);
    }

    @Override
    public void close() {
        leases.close();
        store.close();
    }
}
