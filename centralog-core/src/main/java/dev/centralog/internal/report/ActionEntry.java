// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one user did of one action in one slice, as far as no batch has taken it yet.
 *
 * <p>Thread-safety: any thread counts; the shipper thread alone takes and closes. A call is counted in one of two
 * places, each of them one atomic: a plain one in a number that is negative once closed, as that of {@link Entry}; one
 * with a value or a payload in an immutable object that is replaced by compare-and-set, and by null in the
 * end. So a call that comes too late for either sees that it was not counted.
 */
final class ActionEntry extends Waiting {
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final ActionPair pair;
    private final long slice;
    private final AtomicLong plain;
    private final AtomicReference<@Nullable CallTotals> totals;
    private volatile @Nullable ActionEntry next;
    private boolean sent;

    /**
     * What was taken out of an entry.
     *
     * @param plain calls without value and payload
     * @param totals the others
     */
    record Taken(long plain, CallTotals totals) {
        long count() {
            return plain + totals.calls();
        }
    }

    ActionEntry(ActionPair pair, long slice, CallTotals first, int charged) {
        super(charged);
        this.pair = pair;
        this.slice = slice;
        this.plain = new AtomicLong(first.calls() == 0 ? 1 : 0);
        this.totals = new AtomicReference<>(first);
    }

    ActionPair pair() {
        return pair;
    }

    long slice() {
        return slice;
    }

    @Nullable
    ActionEntry next() {
        return next;
    }

    void setNext(@Nullable ActionEntry entry) {
        next = entry;
    }

    /** Counts a plain call; false if this entry is closed, and the call was not counted. */
    boolean increment() {
        return plain.get() >= 0 && plain.getAndIncrement() >= 0;
    }

    /** What calls with a value or a payload came to; null if this entry is closed. */
    @Nullable
    CallTotals totals() {
        return totals.get();
    }

    /** Puts {@code sum} where {@code seen} was read, unless something came between. */
    boolean replace(CallTotals seen, CallTotals sum) {
        return totals.compareAndSet(seen, sum);
    }

    /** Whether nothing was counted since the last time. */
    boolean isIdle() {
        return plain.get() == 0 && callsIn(totals.get()) == 0;
    }

    /** Takes what has been counted since the last time. */
    Taken take() {
        return new Taken(Math.max(0, plain.getAndSet(0)), orNone(totals.getAndSet(CallTotals.NONE)));
    }

    /** Takes what has been counted, and closes: nothing is counted here from now on. Safe to call again. */
    Taken close() {
        markClosed();
        return new Taken(Math.max(0, plain.getAndSet(CLOSED)), orNone(totals.getAndSet(null)));
    }

    /** Whether it is closed, or about to be: not in one step, but never open again. */
    boolean isDone() {
        return plain.get() < 0;
    }

    private static long callsIn(@Nullable CallTotals found) {
        return orNone(found).calls();
    }

    private static CallTotals orNone(@Nullable CallTotals found) {
        return found == null ? CallTotals.NONE : found;
    }

    /** Whether a line of it was cut before; from now on one was. */
    boolean markSent() {
        boolean before = sent;
        sent = true;
        return before;
    }
}
