// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.internal.wire.HostClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/*
 * No count is lost between a calling thread, close() and a shipper that ends:
 *
 *   calling thread   pushes the entry, so that others find it; queues it; then reads closed
 *   closing thread   sets closed; then makes the shipper take what is queued, for the last time
 *
 * If the calling thread reads false, the entry was queued before closed was set, and the shipper takes it. If it
 * reads true, it closes the entry itself, and drops what any thread has counted there; a shipper that takes the entry
 * too finds nothing more in it. The thread that has taken the entry from the queue frees the memory. All accesses are
 * volatile or atomic updates; the argument needs that each thread writes before it reads.
 */

/**
 * The common part of folding events and actions: the chains in which entries are found, the queue to the shipper, and
 * the handling of an entry that is pushed while the folder is closed.
 *
 * <p>Thread-safety: any thread folds, without a lock; the shipper thread alone takes from {@link #fresh} and unlinks.
 *
 * @param <E> the entries that count
 * @param <N> the nodes of the chains
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
     * Pushes an entry, whose next is the head that was read before the search, and queues it for the shipper. To be
     * called after a {@link StackReserve}: an entry that other threads find but the shipper does not would keep all
     * that they count.
     *
     * @return false if another thread pushed first: search again
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

    /** Makes an entry visible to other threads by one compare-and-set; returns whether that succeeded. */
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
            if (fresh.remove(entry)) { // the shipper may have ended, and would not free it
                budget.release(entry.freeAll());
            }
            return;
        }
        try {
            listener.queued();
        } catch (Throwable ignored) {
            // The entry is queued, so the shipper counts what becomes of it.
        }
    }

    /** Returns the next entry that was pushed and that the shipper does not have yet. Shipper thread only. */
    final @Nullable E fresh() {
        return fresh.poll();
    }

    /** Removes a closed entry from the chains. Shipper thread only. */
    abstract void unlink(E entry);

    /** Sets the correction of the host's clock, from now on. Shipper thread only, or before anything is folded. */
    public final void correctClock(HostClock host) {
        hostClock = host;
        correction = host.correction();
    }

    /** Returns the seconds that are added to a second by the host's clock. */
    final long correction() {
        return correction;
    }

    /** Returns the correction of the host's clock. Shipper thread only. */
    final HostClock hostClock() {
        return hostClock;
    }

    /** Sets the listener for new entries. */
    public final void tell(EnqueueListener told) {
        listener = told;
    }

    /**
     * Closes the folder: everything is dropped from now on. The shipper still takes the entries that are already
     * there.
     */
    public final void close() {
        closed = true;
    }

    final boolean isClosed() {
        return closed;
    }
}
