// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.internal.wire.HostClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/*
 * Nothing is lost between a calling thread, close() and a shipper that ends:
 *
 *   calling thread   pushes the entry, so that others find it; queues it; then reads closed
 *   closing thread   sets closed; then has the shipper take what is queued, for the last time
 *
 * Either the calling thread reads false: then the entry was queued before closed was set, and the shipper takes it. Or it
 * reads true: then it closes the entry itself, and drops what any thread has counted there; a shipper that takes the entry,
 * too, finds nothing more in it. The memory is freed by the one of both that has taken the entry from the queue.
 * All accesses are volatile ones or atomic updates; what the argument needs is that each thread writes before it reads.
 */

/**
 * What folding events and folding actions share: the chains that entries are found in, the queue to the shipper, and what
 * becomes of an entry that is pushed while the folder is closed.
 *
 * <p>Thread-safety: any thread folds, without a lock; the shipper thread alone takes from {@link #fresh} and unlinks.
 *
 * @param <E> what is counted in
 * @param <N> what stands in the chains
 */
abstract sealed class Folder<E extends PendingEntry, N extends HashChains.Node<N>> permits EventFolder, ActionFolder {
    final MemoryBudget budget;
    final ProducerCounters counters;
    final HashChains<N> chains;
    private final Queue<E> fresh = new ConcurrentLinkedQueue<>();
    private volatile EnqueueListener listener = EnqueueListener.NONE;
    private volatile long correction;
    private volatile boolean closed;
    private HostClock hostClock = HostClock.RIGHT;

    Folder(MemoryBudget budget, ProducerCounters counters, HashChains<N> chains) {
        this.budget = budget;
        this.counters = counters;
        this.chains = chains;
    }

    /**
     * Pushes an entry, which names as its next the head that was read before the search, and queues it for the shipper. To be
     * called behind a {@link StackReserve}: an entry that others find and the shipper does not would keep all that they count.
     *
     * @return false if another thread pushed first: look again
     */
    final boolean push(E entry) {
        EnqueueListener told = listener;
        told.begins();
        try {
            boolean isLinked = link(entry);
            if (isLinked) {
                queue(entry);
            }
            return isLinked;
        } finally {
            told.ends();
        }
    }

    /** Lets other threads find an entry, by one compare-and-set; returns whether that succeeded. */
    abstract boolean link(E entry);

    private void queue(E entry) {
        counters.opened.increment();
        try {
            fresh.add(entry);
        } catch (OutOfMemoryError ignored) { // the shipper will never find it
            counters.drop(DropReason.FAULT, entry.giveUp(budget));
            budget.release(entry.freeAll());
            return;
        }
        if (closed) {
            counters.drop(DropReason.CLOSED, entry.giveUp(budget));
            if (fresh.remove(entry)) { // the shipper may have ended: then nobody else will free it
                budget.release(entry.freeAll());
            }
            return;
        }
        try {
            listener.queued();
        } catch (Throwable ignored) {
            // It is queued, so its end is the shipper's to count.
        }
    }

    /** Returns the next entry that was pushed and that the shipper does not have yet. Shipper thread only. */
    final @Nullable E fresh() {
        return fresh.poll();
    }

    /** Takes a closed entry out of the chains. Shipper thread only. */
    abstract void unlink(E entry);

    /** Sets what the host's clock is corrected by, from now on. Shipper thread only, or before anything is folded. */
    public final void correctClock(HostClock host) {
        hostClock = host;
        correction = host.correction();
    }

    /** What is added to a second by the host's clock. */
    final long correction() {
        return correction;
    }

    /** What the host's clock is corrected by. Shipper thread only. */
    final HostClock hostClock() {
        return hostClock;
    }

    /** Sets what is told of new entries. */
    public final void tell(EnqueueListener told) {
        listener = told;
    }

    /** From now on everything is dropped. Entries already there are still the shipper's. */
    public final void close() {
        closed = true;
    }

    final boolean isClosed() {
        return closed;
    }
}
