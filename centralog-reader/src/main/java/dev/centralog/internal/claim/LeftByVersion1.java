// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.ReadProgress;
import dev.centralog.internal.redis.read.Version1GatherStore;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that version 1 of the protocol has left in Redis, claimed from time to time. A failure is reported as a
 * warning, and holds up nothing else.
 *
 * <p>Thread-safety: any thread ({@code synchronized}); blocks while Redis replies.
 *
 * @param <D> the type of the deliveries
 */
final class LeftByVersion1<D extends Delivery> implements AutoCloseable {
    /** The pause between two looks; short, because producers of that version may still be at work. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Duration PAUSE_WHERE_NOTHING_IS_LEFT = Duration.ofMinutes(10);
    private static final Backlog NOTHING = new Backlog(Set.of(), Set.of());

    private final BooleanSupplier isThere;
    private final Supplier<Version1GatherStore> stores;
    private final Function<Version1GatherStore, WindowClaimer<D>> claimers;
    private final Clock clock;
    private final RateLimitedStatus status;
    private @Nullable Version1GatherStore store;
    private @Nullable WindowClaimer<D> claimer;
    private long nextNanos;
    private boolean isClosed;

    /**
     * Makes one that has not looked yet.
     *
     * @param isThere tells whether version 1 has left anything
     * @param ways the ways to read what version 1 has left
     */
    LeftByVersion1(BooleanSupplier isThere, Ways<D> ways, Clock clock, StatusListener status) {
        this.isThere = isThere;
        this.stores = ways.stores;
        this.claimers = ways.claimers;
        this.clock = clock;
        this.status = new RateLimitedStatus(status, clock);
        nextNanos = clock.nanos();
    }

    /**
     * The ways to read what version 1 has left.
     *
     * @param stores makes a store that is not connected
     * @param claimers connects a store, and makes a claimer of it
     */
    record Ways<D extends Delivery>(
            Supplier<Version1GatherStore> stores, Function<Version1GatherStore, WindowClaimer<D>> claimers) {}

    /** Returns a delivery; null if none is due, or if it is too early to look again. */
    synchronized @Nullable D claim() throws InterruptedException {
        if (clock.nanos() - nextNanos < 0) {
            return null;
        }
        Duration pause = PAUSE;
        try {
            WindowClaimer<D> there = find();
            D claimed = there == null ? null : there.claim(Duration.ZERO);
            if (claimed != null) {
                return claimed;
            }
            pause = store == null || store.isDrained() ? PAUSE_WHERE_NOTHING_IS_LEFT : PAUSE;
        } catch (CentralogException e) {
            say(e);
        }
        nextNanos = clock.nanos() + pause.toNanos();
        return null;
    }

    /** Returns the time until the next look, in nanoseconds; 0 if it is due. */
    synchronized long inNanos() {
        return Math.max(0, nextNanos - clock.nanos());
    }

    private @Nullable WindowClaimer<D> find() {
        if (claimer == null && !isClosed && isThere.getAsBoolean()) {
            Version1GatherStore made = stores.get();
            claimer = claimers.apply(made);
            store = made;
        }
        return claimer;
    }

    /** Returns what version 1 has left in Redis now. */
    synchronized Backlog backlog() {
        try {
            WindowClaimer<D> there = find();
            return there == null ? NOTHING : there.backlog();
        } catch (CentralogException e) {
            say(e);
            return NOTHING;
        }
    }

    /**
     * Returns the windows that version 1 has left in Redis now.
     *
     * @throws CentralogException if that is not known
     */
    synchronized List<ReadProgress.Pending> pending() {
        WindowClaimer<D> there = find();
        return there == null ? List.of() : there.progress().pending();
    }

    private void say(CentralogException e) {
        String what =
                "what version 1 of the protocol may have left in Redis could not be read (a user of Redis needs rights"
                        + " for that, see docs/security.md); it is tried again in " + PAUSE.toSeconds() + " s";
        status.warn("version 1", what, e);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (claimer != null) {
            claimer.close();
        }
    }
}
