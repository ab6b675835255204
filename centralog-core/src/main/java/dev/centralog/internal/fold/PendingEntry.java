// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * Something counted that waits to be shipped, and the memory that it is charged with until all of its lines are
 * confirmed.
 *
 * <p>Thread-safety: any thread counts; all else is the shipper thread's alone, once it was queued.
 */
public abstract sealed class PendingEntry extends ClosableCounter permits EventEntry, ActionEntry {
    private int charged;
    private boolean closed;
    private boolean sent;
    private int linesUnderWay;

    PendingEntry(long count, int charged) {
        super(count);
        this.charged = charged;
    }

    /** The start of the window that is counted here, in seconds. */
    abstract long window();

    /**
     * Closes, and releases what the counts held. Any thread; safe to call again.
     *
     * @return how many there were, which nobody else knows now
     */
    abstract long giveUp(MemoryBudget budget);

    final boolean isClosed() {
        return closed;
    }

    final void markClosed() {
        closed = true;
    }

    /** Lets go of a part; answers the bytes that are free now. */
    final int free(int bytes) {
        charged -= bytes;
        return bytes;
    }

    /** Lets go of what Redis has and later counts can do without; returns the bytes that are free now. */
    abstract int freeDelivered(boolean isRoomWanted);

    /** Lets go of everything; answers the bytes that are free now. */
    final int freeAll() {
        return freeAllBut(0);
    }

    /** Lets go of all but so many bytes; answers the bytes that are free now. */
    final int freeAllBut(int bytes) {
        return free(charged - bytes);
    }

    /** Takes over bytes that were charged elsewhere. */
    final void hold(int bytes) {
        charged += bytes;
    }

    final boolean hasLinesUnderWay() {
        return linesUnderWay > 0;
    }

    /** Whether a line of it was cut before. */
    final boolean wasSent() {
        return sent;
    }

    public final void lineSent() {
        sent = true;
        linesUnderWay++;
    }

    /** One of its lines was confirmed; answers whether none is under way any more. */
    final boolean lineConfirmed() {
        return --linesUnderWay == 0;
    }
}
