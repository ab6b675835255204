// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import org.jspecify.annotations.Nullable;

/**
 * The repeats of one group in one window that no batch has taken yet, and the group's first event there.
 *
 * <p>Thread-safety: any thread increments; the shipper thread alone takes and frees. An increment that comes after
 * the close sees that it was not counted, so nothing is lost in between: see {@link ClosableCounter}.
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

    @SuppressWarnings("NullAway") // never shipped, so never asked for its group
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

    /** Takes what has been counted since the last time. */
    public long take() {
        return takeCount();
    }

    /** Takes what has been counted, and closes; it is not in the shipper's queue any more. Shipper thread only. */
    long close() {
        markClosed();
        return closeCount();
    }

    @Override
    long giveUp(MemoryBudget budget) {
        return closeCount();
    }

    /** Whether a line of its group in its second was cut, be it of another entry. Shipper thread only. */
    boolean isSecondSent() {
        return secondSent;
    }

    void secondSent() {
        secondSent = true;
    }

    public byte @Nullable [] payload() {
        return payload;
    }

    /** Lets go of the payload. */
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
