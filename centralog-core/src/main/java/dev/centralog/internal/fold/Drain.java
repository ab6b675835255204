// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The common part of draining events and actions: all live entries by window, and the rule that each count that is
 * taken out of an entry reaches the sink or is counted as dropped, whatever is thrown.
 *
 * <p>Thread-safety: the shipper thread alone.
 *
 * @param <E> the entries that count
 */
abstract sealed class Drain<E extends PendingEntry> implements DrainSource permits EventDrain, ActionDrain {
    final MemoryBudget budget;
    final ProducerCounters counters;
    private final Folder<E, ?> folder;
    private final int pressedEighths;
    private final TreeMap<Long, Entries<E>> windows = new TreeMap<>();

    /** The count that was taken out of an entry and was not handed on yet. No other place holds it. */
    long taken;

    /** The entries of one window. */
    static final class Entries<E> {
        final Deque<E> atOnce = new ArrayDeque<>();
        final Deque<E> eachRound = new ArrayDeque<>();
        private int leftInRound;

        void beginRound() {
            leftInRound = eachRound.size();
        }

        boolean hasNext() {
            return leftInRound > 0 || !atOnce.isEmpty();
        }

        E next() {
            if (!atOnce.isEmpty()) {
                return atOnce.remove();
            }
            leftInRound--;
            return eachRound.remove();
        }

        boolean isEmpty() {
            return atOnce.isEmpty() && eachRound.isEmpty();
        }
    }

    /**
     * Makes a drain of the entries that {@code folder} queues.
     *
     * @param pressedEighths the fill, in eighths of the buffer, from which entries have to make room
     */
    Drain(Folder<E, ?> folder, int pressedEighths) {
        this.folder = folder;
        this.budget = folder.budget;
        this.counters = folder.counters;
        this.pressedEighths = pressedEighths;
    }

    @Override
    public final ProducerCounters counters() {
        return counters;
    }

    @Override
    public final void admitFresh() {
        for (E entry = folder.fresh(); entry != null; entry = folder.fresh()) {
            boolean admitted = false;
            try {
                admit(entry, windows.computeIfAbsent(entry.window(), window -> new Entries<>()));
                admitted = true;
            } finally {
                if (!admitted) {
                    counters.drop(DropReason.FAULT, giveUp(entry));
                }
            }
        }
    }

    abstract void admit(E entry, Entries<E> window);

    @Override
    public final boolean isEmpty() {
        return windows.isEmpty();
    }

    @Override
    public final boolean isDue(DrainContext now) {
        return !windows.isEmpty() && (hasNext() || beginsRound(now));
    }

    /** Whether there are entries that are new or were not drained in this round yet. */
    final boolean hasNext() {
        return windows.values().stream().anyMatch(Entries::hasNext);
    }

    abstract boolean beginsRound(DrainContext now);

    abstract void roundBegan(DrainContext now);

    @Override
    public final void drain(DrainContext now, Sink sink) {
        if (beginsRound(now)) {
            windows.values().forEach(Entries::beginRound);
            roundBegan(now);
        }
        long latest = Long.MAX_VALUE;
        for (Iterator<Map.Entry<Long, Entries<E>>> each = windows.entrySet().iterator();
                each.hasNext() && sink.wantsMore(); ) {
            Map.Entry<Long, Entries<E>> next = each.next();
            Entries<E> window = next.getValue();
            if (!isOfOneSlice(latest, next.getKey())) {
                sink.endOfWindow();
            }
            latest = next.getKey();
            while (window.hasNext() && sink.wantsMore()) {
                E entry = window.next();
                boolean goes = false;
                try {
                    goes = drainOrDrop(entry, now, sink);
                } finally {
                    if (!goes) { // also after a failure, since more may have been counted in it
                        window.eachRound.add(entry);
                    }
                }
            }
            if (window.isEmpty()) {
                each.remove();
            }
        }
        sink.endOfWindow();
    }

    /**
     * Whether both are seconds by a host's clock that belong to one slice by Redis's clock: one batch may name a pair
     * twice.
     */
    private boolean isOfOneSlice(long latest, long next) {
        return !Window.isChecked(latest)
                && window(latest).signal() == Window.Signal.ACTIONS
                && window(latest).equals(window(next));
    }

    private boolean drainOrDrop(E entry, DrainContext now, Sink sink) {
        try {
            return drain(entry, now, sink);
        } finally {
            long lost = taken;
            taken = 0;
            counters.drop(DropReason.FAULT, lost);
        }
    }

    /**
     * Takes the count of an entry into {@link #taken}, and hands it on; returns whether the entry was closed and
     * unlinked.
     */
    abstract boolean drain(E entry, DrainContext now, Sink sink);

    /** Hands a line to the sink. A sink that throws has not taken it. */
    final void handOn(E entry, BatchLine line, Sink sink) {
        taken = line.repeats();
        if (taken > 0) {
            sink.line(window(entry.window()), new DrainedCount(line, entry, isFirst(entry)));
            taken = 0;
            entry.lineSent();
        }
    }

    /** Whether no line of the entry's group in its window was handed on yet. */
    boolean isFirst(E entry) {
        return !entry.wasSent();
    }

    private Window window(long start) {
        return folder.hostClock().window(counted(start));
    }

    /** Returns the window in which entries with that start were counted. */
    abstract Window counted(long start);

    /** Returns the start of an entry's window by Redis's clock, if that is known, else by the host's. */
    final long start(E entry) {
        return folder.hostClock().second(entry.window());
    }

    /** Whether entries have to make room. */
    final boolean isPressed() {
        return budget.isFuller(pressedEighths);
    }

    /** Removes a closed entry. If a line of it is under way, the confirmation of the last one frees its memory. */
    final void unlink(E entry) {
        folder.unlink(entry);
        if (!entry.hasLinesUnderWay()) {
            budget.release(entry.freeAll());
        }
    }

    @Override
    public final void confirmed(PendingEntry entry) {
        boolean isLast = entry.lineConfirmed() && entry.isClosed();
        budget.release(isLast ? entry.freeAll() : entry.freeDelivered(isPressed()));
    }

    @Override
    public final long abandon() {
        admitFresh();
        long sum = 0;
        for (Entries<E> window : windows.values()) {
            window.eachRound.addAll(window.atOnce);
            for (E entry : window.eachRound) {
                sum += giveUp(entry);
            }
        }
        windows.clear();
        return sum;
    }

    /** Closes and removes an entry; returns its count. */
    private long giveUp(E entry) {
        entry.markClosed();
        long counted = entry.giveUp(budget);
        folder.unlink(entry);
        budget.release(entry.freeAll());
        return counted;
    }
}
