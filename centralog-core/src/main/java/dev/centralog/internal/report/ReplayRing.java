// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The batches that Redis confirmed last, as many as fit: a Redis that comes back from an older state, such as a replica
 * that lagged, gets again what it does not know any more. Their lines alone are kept: what they were cut from is let go.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class ReplayRing {
    /** What a line takes beside its payload: the objects, a hash, and a number. */
    private static final int LINE_BYTES = 80;

    private final long maxBytes;
    private final Deque<Batch> kept = new ArrayDeque<>();
    private long bytes;

    /**
     * A ring.
     *
     * @param maxBytes memory for it; 0: nothing is kept
     */
    ReplayRing(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** This one was confirmed; the oldest ones go as far as there is no room for all. */
    void keep(Batch batch) {
        kept.add(batch);
        bytes += bytesOf(batch);
        while (bytes > maxBytes) {
            bytes -= bytesOf(kept.remove());
        }
    }

    /** Takes out, in order, what was kept of those with a higher number. */
    List<Batch> takeAfter(long sequence) {
        Deque<Batch> taken = new ArrayDeque<>();
        while (!kept.isEmpty() && kept.getLast().sequence() > sequence) {
            Batch last = kept.removeLast();
            bytes -= bytesOf(last);
            taken.addFirst(last);
        }
        return List.copyOf(taken);
    }

    /** Forgets all. */
    void clear() {
        kept.clear();
        bytes = 0;
    }

    private static long bytesOf(Batch batch) {
        long sum = 0;
        for (Batch.Line line : batch.lines()) {
            sum += LINE_BYTES + line.payload().length;
        }
        return sum;
    }
}
