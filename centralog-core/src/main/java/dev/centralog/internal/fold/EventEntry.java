// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import org.jspecify.annotations.Nullable;

/**
 * The repeats of one group in one window that are not drained yet, and the group's first event in that window.
 *
 * <p>Thread-safety: any thread increments; the shipper thread alone takes and frees. An increment that comes after
 * the close returns that it was not counted, so no event is lost in between: see {@link ClosableCounter}.
 */
public final class EventEntry extends PendingEntry implements HashChains.Link<EventEntry> {
    private final EventGroup group;
    private final long window;
    private volatile @Nullable EventEntry next;

    private byte @Nullable [] payload;
    private boolean secondSent;

    EventEntry(EventGroup group, long window, byte[] payload, int charged) {
        super(1, charged);
        this.group = group;
        this.window = window;
        this.payload = payload;
    }

    @SuppressWarnings("NullAway") // never shipped, so nothing reads its group
    static EventEntry tombstone() {
        EventEntry entry = new EventEntry(null, Long.MIN_VALUE, new byte[0], 0);
        entry.closeCount();
        return entry;
    }

    EventGroup group() {
        return group;
    }

    @Override
    long window() {
        return window;
    }

    @Override
    public @Nullable EventEntry next() {
        return next;
    }

    @Override
    public void setNext(@Nullable EventEntry entry) {
        next = entry;
    }

    /** Takes the count since the last call. */
    public long take() {
        return takeCount();
    }

    /** Takes the count, and closes the entry, which is not in the shipper's queue any more. Shipper thread only. */
    long close() {
        markClosed();
        return closeCount();
    }

    @Override
    long giveUp(MemoryBudget budget) {
        return closeCount();
    }

    /** Whether a line of its group in its second was drained, from this entry or another one. Shipper thread only. */
    boolean isSecondSent() {
        return secondSent;
    }

    void secondSent() {
        secondSent = true;
    }

    public byte @Nullable [] payload() {
        return payload;
    }

    /** Frees the payload if room is wanted. */
    @Override
    int freeDelivered(boolean isRoomWanted) {
        byte[] held = payload;
        if (held == null || !isRoomWanted) {
            return 0;
        }
        payload = null;
        return free(held.length);
    }
}
