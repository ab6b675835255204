// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The repeats of one group in one window that no batch has taken yet, and the group's first event there.
 *
 * <p>Thread-safety: any thread increments; the shipper thread alone takes, closes and frees. The count is one atomic
 * number: negative once closed, so that an increment which comes too late sees that it was not counted, and nothing is
 * lost between a last look and the close.
 */
final class Entry extends Waiting {
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final Group group;
    private final long window;
    private final AtomicLong count = new AtomicLong(1);
    private volatile @Nullable Entry next;

    private byte @Nullable [] payload;
    private boolean payloadSent;

    Entry(Group group, long window, byte[] payload, int charged) {
        super(charged);
        this.group = group;
        this.window = window;
        this.payload = payload;
    }

    @SuppressWarnings("NullAway") // never shipped, so never asked for its group
    static Entry tombstone() {
        Entry entry = new Entry(null, Long.MIN_VALUE, new byte[0], 0);
        entry.count.set(CLOSED);
        return entry;
    }

    Group group() {
        return group;
    }

    long window() {
        return window;
    }

    @Nullable
    Entry next() {
        return next;
    }

    void setNext(@Nullable Entry entry) {
        next = entry;
    }

    /** Counts one event; false if this entry is closed, and the event was not counted. */
    boolean increment() {
        // A plain look first: a closed entry must not be counted up for ever.
        return count.get() >= 0 && count.getAndIncrement() >= 0;
    }

    /** Takes what has been counted since the last time. */
    long take() {
        return count.getAndSet(0);
    }

    /** Takes what has been counted, and closes: no increment succeeds from now on. Safe to call again. */
    long close() {
        markClosed();
        return Math.max(0, count.getAndSet(CLOSED));
    }

    byte @Nullable [] payload() {
        return payload;
    }

    boolean isPayloadSent() {
        return payloadSent;
    }

    void markPayloadSent() {
        payloadSent = true;
    }

    /** Lets go of the payload; answers the bytes that are free now. */
    int freePayload() {
        byte[] held = payload;
        if (held == null) {
            return 0;
        }
        payload = null;
        return free(held.length);
    }
}
