// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One group of this process, with its entries in the windows that are not completed yet, the latest pushed first.
 *
 * <p>Thread-safety: any thread finds and pushes; the shipper thread alone unlinks and retires.
 */
final class EventGroup implements HashChains.Node<EventGroup> {
    /** The head of a group that was removed from the table: a writer that finds it searches for the group again. */
    private static final EventEntry RETIRED = EventEntry.tombstone();

    private final EventGroupKey parts;
    private final long keyHash;
    private final byte[] hash;
    private final int chain;
    private final AtomicReference<@Nullable EventEntry> head = new AtomicReference<>();
    private volatile @Nullable EventGroup next;

    /**
     * Makes a group without an entry; it must get one before other threads see it.
     *
     * @param hash its name in Redis
     */
    EventGroup(EventGroupKey parts, byte[] hash, int chain) {
        this.parts = parts;
        this.keyHash = parts.hash();
        this.hash = hash;
        this.chain = chain;
    }

    byte[] hash() {
        return hash;
    }

    @Override
    public @Nullable EventGroup next() {
        return next;
    }

    @Override
    public void setNext(@Nullable EventGroup group) {
        next = group;
    }

    @Override
    public int chain() {
        return chain;
    }

    @Override
    public long keyHash() {
        return keyHash;
    }

    EventGroupKey parts() {
        return parts;
    }

    /** Whether this is the group of those parts, which have that hash, and it is in the table. */
    boolean is(EventGroupKey other, long otherHash) {
        return keyHash == otherHash && parts.equals(other) && !isRetired();
    }

    boolean isRetired() {
        return head.get() == RETIRED;
    }

    /**
     * Counts one event into any window in which the group has a live entry, the latest pushed first; returns false if
     * it has none.
     */
    boolean incrementAny() {
        for (EventEntry entry = head.get(); entry != null; entry = entry.next()) {
            if (entry.increment()) {
                return true;
            }
        }
        return false;
    }

    /** Sets the first entry of a group that no other thread sees yet, and the node that the group is pushed onto. */
    void startWith(EventEntry first, @Nullable EventGroup chainHead) {
        head.set(first);
        next = chainHead;
    }

    /**
     * Pushes an entry unless another thread was first.
     *
     * @return false if the head is no longer the entry's next: search again
     */
    boolean push(EventEntry entry) {
        EventEntry expected = entry.next();
        return expected != RETIRED && head.compareAndSet(expected, entry);
    }

    @Nullable
    EventEntry head() {
        return head.get();
    }

    /** Removes a closed entry. Shipper thread only. */
    void unlink(EventEntry entry) {
        if (!head.compareAndSet(entry, entry.next())) {
            HashChains.bypass(head.get(), entry);
        }
    }

    /** Marks the group as removed from the table; returns false if it has an entry. Shipper thread only. */
    boolean retire() {
        return head.compareAndSet(null, RETIRED);
    }
}
