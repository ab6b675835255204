// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/*
 * A LongAdder that can be closed. Like that one (Doug Lea's Striped64), it is a single number until two threads
 * collide, and then an array of stripes that are far enough apart not to share a cache line. Unlike that one, it can
 * be closed while threads increment, and each of them learns whether it was still counted.
 *
 *   first    the count of threads that have not collided; negative once closed
 *   stripes  null, then an array of counts, in the end CLOSED_STRIPES; each count is negative once closed
 *
 * A writer counts with one compare-and-set of first, or with one getAndIncrement of it or of a stripe. Each returns
 * the previous number: if that was negative, the writer did not count. The closing thread swaps a negative number
 * into every place where a thread can count, and takes the previous number. So an increment either comes before the
 * swap and is taken, or after it and returns false. A writer that is about to set up stripes in the meantime finds
 * CLOSED_STRIPES in their place: close() puts it there, also atomically, before it looks for stripes to empty.
 *
 * All accesses are volatile or atomic updates, so they are sequentially consistent. The argument above needs that
 * each single place is atomic, and that close() sets CLOSED_STRIPES after it has closed first. Memory: 24 bytes, and
 * at most 8 KiB for the stripes, which exist only if threads collide on a count of more than a thousand between two
 * drains.
 */

/**
 * A count that any thread increments and one thread takes, until it is closed. It is a base class so that an entry
 * contains its count: another object would need another cache line.
 *
 * <p>Thread-safety: any thread increments and closes, without a lock and without a loop that waits for another
 * thread; one thread takes.
 */
abstract class ClosableCounter {
    /** A negative number that is so large that late increments never bring it back to zero. */
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private static final int STRIPES = Math.min(
            64, Math.max(16, 4 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors())));

    /** The count below which no stripes are used: there may be many such counters, and stripes take memory. */
    private static final long BUSY = 1000;

    private static final AtomicLongArray CLOSED_STRIPES = new AtomicLongArray(0);

    /* Field updaters and not atomic objects, since there is a counter for each group, pair and window. */
    private static final AtomicLongFieldUpdater<ClosableCounter> FIRST =
            AtomicLongFieldUpdater.newUpdater(ClosableCounter.class, "first");
    private static final AtomicReferenceFieldUpdater<ClosableCounter, @Nullable AtomicLongArray> STRIPES_SET =
            AtomicReferenceFieldUpdater.newUpdater(ClosableCounter.class, AtomicLongArray.class, "stripes");

    private volatile long first;
    private volatile @Nullable AtomicLongArray stripes;

    ClosableCounter(long initial) {
        first = initial;
    }

    /** Counts one more; returns false if it is closed, and nothing was counted. */
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
        // Read first, so that a closed stripe is not incremented for ever.
        return spread.get(own) >= 0 && spread.getAndIncrement(own) >= 0;
    }

    /** Switches to stripes after two threads have collided: from now on each thread counts in its own stripe. */
    final AtomicLongArray spread() {
        AtomicLongArray made = Stripes.of(STRIPES);
        return STRIPES_SET.compareAndSet(this, null, made) ? made : Objects.requireNonNull(stripes);
    }

    /** Takes the count since the last call; a closed counter stays closed. */
    final long takeCount() {
        long taken = Math.max(0, FIRST.getAndUpdate(this, count -> count < 0 ? count : 0));
        AtomicLongArray spread = stripes;
        for (int i = Stripes.APART; spread != null && i < spread.length(); i += Stripes.APART) {
            taken += Math.max(0, spread.getAndUpdate(i, count -> count < 0 ? count : 0));
        }
        return taken;
    }

    /** Takes the count, and closes the counter: no increment succeeds from now on. Safe to call again. */
    final long closeCount() {
        long taken = Math.max(0, FIRST.getAndSet(this, CLOSED));
        AtomicLongArray spread = STRIPES_SET.getAndSet(this, CLOSED_STRIPES);
        for (int i = Stripes.APART; spread != null && i < spread.length(); i += Stripes.APART) {
            taken += Math.max(0, spread.getAndSet(i, CLOSED));
        }
        return taken;
    }

    /** Whether it is closed or being closed: closing takes several steps, but is never undone. */
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
