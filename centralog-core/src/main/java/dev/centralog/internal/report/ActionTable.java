// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.Action;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.report.CallTotals.Call;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.EventBounds;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/*
 * A hash table of our own, for three reasons: a key of two numbers is found in it without an object that holds them; an
 * entry is its own node, so that a pair of user and action costs little; and an entry that the shipper has closed can
 * stay in its chain, passed by, until the shipper takes it out.
 *
 * A chain changes in two ways. Any thread pushes an entry before its head, by compare-and-set on the head that was read
 * before the chain was searched: so a pair has one live entry in a slice. The shipper alone takes entries out. The number
 * of chains is fixed: the budget bounds the entries, so there is nothing to grow for.
 */

/**
 * The fold of actions: what the calling thread does with one.
 *
 * <p>Thread-safety: any thread counts, without a lock; the shipper thread alone takes entries out.
 */
final class ActionTable {
    /** What an entry takes beside its texts and totals, with its places in a chain and in the shipper's queue. */
    static final int ENTRY_BYTES = 168;

    private static final int MOST_CHAINS = 1 << 20;
    private static final int FEWEST_CHAINS = 1 << 10;
    /** The shipper is woken before its time when that share of the buffer, in eighths, waits. */
    private static final int WAKE_AT_EIGHTHS = 1;

    private final long sliceSeconds;
    private final int maxSamples;
    private final EventBounds bounds;
    private final MemoryBudget budget;
    private final Counters counters;
    private final Clock clock;
    private final int chainCount;
    private final AtomicReference<@Nullable AtomicReferenceArray<@Nullable ActionEntry>> chains =
            new AtomicReference<>();
    private final Queue<ActionEntry> fresh = new ConcurrentLinkedQueue<>();
    private volatile Runnable waker = () -> {};
    private volatile long clockOffsetMillis;
    private volatile boolean closed;

    ActionTable(CentralogConfig config, MemoryBudget budget, Counters counters, Clock clock) {
        this.sliceSeconds = config.get(Settings.SLICE_LENGTH).toSeconds();
        this.maxSamples = config.get(Settings.ACTION_SAMPLES);
        this.bounds = EventBounds.of(config);
        this.budget = budget;
        this.counters = counters;
        this.clock = clock;
        long fitting = config.get(Settings.BUFFER_BYTES) / ENTRY_BYTES;
        this.chainCount = Integer.highestOneBit((int) Math.min(MOST_CHAINS, Math.max(FEWEST_CHAINS, fitting)));
    }

    /** Counts a plain call, now. Does not keep {@code probe}. */
    void count(ActionPair probe) {
        counters.logged.increment();
        long slice = sliceOf(clock.epochMillis());
        while (!closed) {
            ActionEntry head = chains().get(chainOf(probe, slice));
            ActionEntry found = find(head, probe, slice);
            if (found == null) {
                if (addOrDrop(head, probe.copy(), slice, CallTotals.NONE)) {
                    return;
                }
            } else if (found.increment()) {
                counters.folded.increment();
                return;
            }
        }
        counters.drop(DropReason.CLOSED, 1);
    }

    /** Counts a call with all that is said of it. */
    void count(Action action) {
        Instant given = action.time();
        long millis = clock.epochMillis();
        Instant time = given == null ? Instant.ofEpochMilli(millis) : given;
        long slice = given == null ? sliceOf(millis) : sliceOf(given);
        ActionPair pair = ActionPair.of(action.user(), action.action());
        String payload = action.payload();
        Call call = Call.of(action.value(), payload == null ? null : new Payload(time, bounds.argument(payload)));
        counters.logged.increment(); // not before: what is foreign in it may throw, and is counted as refused
        while (!closed) {
            ActionEntry head = chains().get(chainOf(pair, slice));
            ActionEntry found = find(head, pair, slice);
            if (found == null) {
                CallTotals first = call.isPlain() ? CallTotals.NONE : CallTotals.NONE.plus(call, maxSamples);
                if (addOrDrop(head, pair, slice, first)) {
                    return;
                }
            } else if (added(found, call)) {
                counters.folded.increment();
                return;
            }
        }
        counters.drop(DropReason.CLOSED, 1);
    }

    /** Counts a call into an entry: without its payload, if there is no room for that; false if the entry is closed. */
    private boolean added(ActionEntry entry, Call call) {
        if (call.isPlain()) {
            return entry.increment();
        }
        Call fitting = call;
        while (true) {
            CallTotals seen = entry.totals();
            if (seen == null) {
                return false;
            }
            CallTotals sum = seen.plus(fitting, maxSamples);
            int more = sum.bytes() - seen.bytes();
            if (fitting.payload() == null || more <= 0) {
                budget.charge(more);
            } else if (!budget.reserve(more, false)) {
                fitting = call.withoutPayload();
                continue;
            }
            if (entry.replace(seen, sum)) {
                return true;
            }
            budget.release(more);
        }
    }

    private static @Nullable ActionEntry find(@Nullable ActionEntry head, ActionPair pair, long slice) {
        for (ActionEntry each = head; each != null; each = each.next()) {
            if (each.slice() == slice && each.pair().is(pair) && !each.isDone()) {
                return each;
            }
        }
        return null;
    }

    /** Pushes an entry with the first call of a pair, a plain one if it has no totals; true if that call is counted, as taken in or as dropped. */
    private boolean addOrDrop(@Nullable ActionEntry head, ActionPair pair, long slice, CallTotals first) {
        int charged = ENTRY_BYTES + pair.textBytes();
        if (!budget.reserve(charged + first.bytes(), false)) {
            counters.drop(DropReason.BUFFER_FULL, 1);
            return true;
        }
        ActionEntry entry = new ActionEntry(pair, slice, first, charged);
        entry.setNext(head);
        if (!chains().compareAndSet(chainOf(pair, slice), head, entry)) {
            budget.release(charged + first.bytes());
            return false;
        }
        fresh.add(entry);
        if (closed) {
            counters.drop(DropReason.CLOSED, entry.close().count());
        } else if (budget.isFuller(WAKE_AT_EIGHTHS)) {
            waker.run();
        }
        return true;
    }

    /** Takes a closed entry out. Shipper thread only. */
    void unlink(ActionEntry entry) {
        int chain = chainOf(entry.pair(), entry.slice());
        while (true) {
            ActionEntry head = chains().get(chain);
            if (head == entry) {
                if (chains().compareAndSet(chain, entry, entry.next())) {
                    return;
                }
                continue; // another was pushed meanwhile: the entry is further down now
            }
            for (ActionEntry each = head; each != null; each = each.next()) {
                if (each.next() == entry) {
                    each.setNext(entry.next());
                    return;
                }
            }
            return;
        }
    }

    /** Made at the first action: applications that count none pay nothing for it. */
    private AtomicReferenceArray<@Nullable ActionEntry> chains() {
        AtomicReferenceArray<@Nullable ActionEntry> there = chains.get();
        if (there != null) {
            return there;
        }
        AtomicReferenceArray<@Nullable ActionEntry> made = new AtomicReferenceArray<>(chainCount);
        AtomicReferenceArray<@Nullable ActionEntry> first = chains.compareAndExchange(null, made);
        return first == null ? made : first;
    }

    private int chainOf(ActionPair pair, long slice) {
        int mixed = (pair.hash() + Long.hashCode(slice / sliceSeconds))
                * 0x9E3779B9; // Fibonacci hashing: high bits mix best
        return mixed >>> (Integer.numberOfLeadingZeros(chainCount) + 1);
    }

    private long sliceOf(long hostMillis) {
        return sliceOfSecond(Math.floorDiv(hostMillis + clockOffsetMillis, 1000));
    }

    private long sliceOf(Instant time) {
        long offset = clockOffsetMillis;
        return sliceOfSecond(
                offset == 0
                        ? time.getEpochSecond()
                        : time.getEpochSecond() + Math.floorDiv(time.getNano() / 1_000_000 + offset, 1000L));
    }

    private long sliceOfSecond(long second) {
        return second - Math.floorMod(second, sliceSeconds);
    }

    long sliceSeconds() {
        return sliceSeconds;
    }

    /** From now on actions are put into slices by the host's clock plus that. */
    void correctClock(long offsetMillis) {
        clockOffsetMillis = offsetMillis;
    }

    /** What to run when the shipper should not wait any longer. */
    void onPressure(Runnable wake) {
        waker = wake;
    }

    /** The next entry that was pushed and that the shipper does not have yet. */
    @Nullable
    ActionEntry fresh() {
        return fresh.poll();
    }

    /** From now on actions are dropped. Entries already there are still the shipper's. */
    void close() {
        closed = true;
    }
}
