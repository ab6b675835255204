// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * A count that waits to be shipped, and the memory that it is charged with until all of its lines are confirmed.
 *
 * <p>Thread-safety: any thread counts; everything else is done by the shipper thread alone, once the entry was
 * queued.
 */
public abstract sealed class PendingEntry extends ClosableCounter permits SampleStack, ActionEntry {
    private int charged;
    private boolean closed;
    private boolean sent;
    private int linesUnderWay;

    PendingEntry(long count, int charged) {
        super(count);
        this.charged = charged;
    }

    /** Returns the start of the window that is counted here, in seconds. */
    abstract long window();

    /**
     * Closes the entry, and releases the memory of its counts. Any thread; safe to call again.
     *
     * @return the number of events or actions that were counted; no other place holds that number any more
     */
    abstract long giveUp(MemoryBudget budget);

    final boolean isClosed() {
        return closed;
    }

    final void markClosed() {
        closed = true;
    }

    /** Reduces the charge by {@code bytes}, and returns the bytes that are free now. */
    final int free(int bytes) {
        charged -= bytes;
        return bytes;
    }

    /** Frees the data that Redis has and that later counts don't need; returns the bytes that are free now. */
    abstract int freeDelivered(boolean isRoomWanted);

    /** Frees the whole charge, and returns the bytes that are free now. */
    final int freeAll() {
        return freeAllBut(0);
    }

    /** Frees the charge except for {@code bytes}, and returns the bytes that are free now. */
    final int freeAllBut(int bytes) {
        return free(charged - bytes);
    }

    /** Adds bytes that were charged elsewhere to this entry's charge. */
    final void hold(int bytes) {
        charged += bytes;
    }

    final boolean hasLinesUnderWay() {
        return linesUnderWay > 0;
    }

    /** Whether a line was drained from it before. */
    final boolean wasSent() {
        return sent;
    }

    public final void lineSent() {
        sent = true;
        linesUnderWay++;
    }

    /** Notes that one of its lines was confirmed; returns whether no line is under way any more. */
    final boolean lineConfirmed() {
        return --linesUnderWay == 0;
    }
}
