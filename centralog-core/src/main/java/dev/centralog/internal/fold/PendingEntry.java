// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * Something counted that waits to be shipped, and the memory that it is charged with until all of its lines are
 * confirmed.
 *
 * <p>Thread-safety: any thread counts; all else is the shipper thread's alone, once it was queued.
 */
public abstract class PendingEntry extends ClosableCounter {
    private int charged;
    private boolean closed;
    private int linesUnderWay;

    PendingEntry(long count, int charged) {
        super(count);
        this.charged = charged;
    }

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

    public final void lineSent() {
        linesUnderWay++;
    }

    /** One of its lines was confirmed; answers whether none is under way any more. */
    final boolean lineConfirmed() {
        return --linesUnderWay == 0;
    }
}
