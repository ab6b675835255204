// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/*
 * A LongAdder that can end. Like that one (Doug Lea's Striped64), it is one number until two threads meet at it, and then
 * stripes, far enough apart not to share a cache line; unlike that one, it can be closed under its writers, and each of
 * them knows whether it still counted.
 *
 *   first    the count of those who never met; negative once closed
 *   stripes  null, then an array of counts, in the end CLOSED_STRIPES; each count is negative once closed
 *
 * A writer counts with one compare-and-set of first, or with one getAndIncrement of it or of a stripe, and each tells it
 * what was there before: if that was negative, it did not count. Whoever closes swaps a negative number into every place
 * where anybody can count, and takes what was there; so an increment came before the swap and is taken, or after and is told.
 * A writer that is about to set up stripes meanwhile finds CLOSED_STRIPES in their place, as close() puts it there, by
 * the same compare-and-set, before it looks for stripes to empty.
 *
 * All accesses are volatile ones or atomic updates, so sequentially consistent; what the argument above needs is that each
 * single place is atomic, and that close() puts CLOSED_STRIPES there after it has closed first. Bounds: 24 bytes, and the
 * stripes 8 KiB at most, only where threads met that count more than a thousand between two cuts.
 */

/**
 * A count that any thread increments and one thread takes, until it is closed. A base class, so that who finds what is
 * counted has the count at hand: another object would be another line of the cache.
 *
 * <p>Thread-safety: any thread increments and closes, without a lock or a loop that waits for another; taking is one
 * thread's.
 */
abstract class ClosableCounter {
    /** A negative number that no number of late increments brings back to zero. */
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private static final int STRIPES = Math.min(
            64, Math.max(16, 4 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors())));

    /** Who is counted less often has no stripes: there may be many of these, and they take memory. */
    private static final long BUSY = 1000;

    private static final AtomicLongArray CLOSED_STRIPES = new AtomicLongArray(0);

    /* Updaters of fields, not atomic objects: of each group, pair and window there is one of these. */
    private static final AtomicLongFieldUpdater<ClosableCounter> FIRST =
            AtomicLongFieldUpdater.newUpdater(ClosableCounter.class, "first");
    private static final AtomicReferenceFieldUpdater<ClosableCounter, @Nullable AtomicLongArray> STRIPES_SET =
            AtomicReferenceFieldUpdater.newUpdater(ClosableCounter.class, AtomicLongArray.class, "stripes");

    private volatile long first;
    private volatile @Nullable AtomicLongArray stripes;

    ClosableCounter(long initial) {
        first = initial;
    }

    /** Counts one more; false if it is closed, and nothing was counted. */
    final boolean increment() {
        AtomicLongArray spread = stripes;
        if (spread == null) {
            long seen = first;
            if (seen < 0) {
                return false;
            }
            if (FIRST.compareAndSet(this, seen, seen + 1)) {
                return true;
            }
            if (seen < BUSY) {
                return FIRST.getAndIncrement(this) >= 0;
            }
            spread = spread();
        }
        if (spread.length() == 0) {
            return false;
        }
        int own = Stripes.own(spread);
        // A plain look first: a closed stripe must not be counted up for ever.
        return spread.get(own) >= 0 && spread.getAndIncrement(own) >= 0;
    }

    /** Another thread was here at the same time: from now on each goes to its stripe. */
    final AtomicLongArray spread() {
        AtomicLongArray made = Stripes.of(STRIPES);
        return STRIPES_SET.compareAndSet(this, null, made) ? made : Objects.requireNonNull(stripes);
    }

    /** Takes what has been counted since the last time; a closed one stays closed. */
    final long takeCount() {
        long taken = Math.max(0, FIRST.getAndUpdate(this, count -> count < 0 ? count : 0));
        AtomicLongArray spread = stripes;
        for (int i = Stripes.APART; spread != null && i < spread.length(); i += Stripes.APART) {
            taken += Math.max(0, spread.getAndUpdate(i, count -> count < 0 ? count : 0));
        }
        return taken;
    }

    /** Takes what has been counted, and closes: no increment succeeds from now on. Safe to call again. */
    final long closeCount() {
        long taken = Math.max(0, FIRST.getAndSet(this, CLOSED));
        AtomicLongArray spread = STRIPES_SET.getAndSet(this, CLOSED_STRIPES);
        for (int i = Stripes.APART; spread != null && i < spread.length(); i += Stripes.APART) {
            taken += Math.max(0, spread.getAndSet(i, CLOSED));
        }
        return taken;
    }

    /** Whether it is closed, or about to be: not in one step, but never open again. */
    final boolean isCountClosed() {
        return first < 0;
    }

    /** Whether nothing was counted since the last time. */
    final boolean isCountZero() {
        AtomicLongArray spread = stripes;
        boolean zero = first <= 0;
        for (int i = Stripes.APART; zero && spread != null && i < spread.length(); i += Stripes.APART) {
            zero = spread.get(i) <= 0;
        }
        return zero;
    }
}
