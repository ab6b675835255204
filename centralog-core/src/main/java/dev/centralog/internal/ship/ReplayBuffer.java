// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The batches that Redis confirmed last, as many as fit: a Redis that comes back from an older state, such as a replica
 * that lagged, gets again what it does not know any more. Their lines alone are kept: what they were cut from is let go.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class ReplayBuffer {
    /** What a line takes beside its payload: the objects, a hash, and a number. */
    private static final int LINE_BYTES = 80;

    /**
     * Older ones are not sent again. Redis knows a producer's number for a day after its last batch; what it has forgotten
     * for that reason is no older state.
     */
    private static final long MAX_AGE_SECONDS = 3600;

    private final long maxBytes;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long bytes;

    /**
     * A ring.
     *
     * @param maxBytes memory for it; 0: nothing is kept
     */
    ReplayBuffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Kept(Batch batch, long redisSecond) {}

    /** This one was confirmed at that time of Redis; the oldest ones go as far as there is no room for all. */
    void keep(Batch batch, long redisSecond) {
        kept.add(new Kept(batch, redisSecond));
        bytes += bytesOf(batch);
        while (bytes > maxBytes) {
            bytes -= bytesOf(kept.remove().batch);
        }
    }

    /**
     * Takes out, in order, what was kept last of that producer's with a higher number, and is not too old at that time of
     * Redis.
     */
    List<Batch> takeAfter(String producer, long sequence, long redisSecond) {
        Deque<Batch> taken = new ArrayDeque<>();
        while (!kept.isEmpty()) {
            Kept last = kept.getLast();
            if (!last.batch.producer().equals(producer)
                    || last.batch.sequence() <= sequence
                    || last.redisSecond < redisSecond - MAX_AGE_SECONDS) {
                break;
            }
            kept.removeLast();
            bytes -= bytesOf(last.batch);
            taken.addFirst(last.batch);
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
        for (BatchLine line : batch.lines()) {
            sum += LINE_BYTES + line.payload().length;
        }
        return sum;
    }
}
