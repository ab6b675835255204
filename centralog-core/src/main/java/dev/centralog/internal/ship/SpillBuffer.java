// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.ship.PendingBatch.BatchLocation;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.spill.SpillListener;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.wire.Window.Signal;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The end of the outbox that is on disk, with its counters. Without a spill it is always empty, and takes nothing.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class SpillBuffer implements SpillListener {
    private final Map<Signal, ProducerCounters> counters;
    private final RateLimitedStatus status;
    private final @Nullable DiskQueue spill;

    /** Creates a buffer over the spill that {@code spill} opens and that reports its troubles to this buffer; or over none. */
    SpillBuffer(
            Map<Signal, ProducerCounters> counters,
            RateLimitedStatus status,
            @Nullable Function<SpillListener, DiskQueue> spill) {
        this.counters = Map.copyOf(counters);
        this.status = status;
        this.spill = spill == null ? null : spill.apply(this);
    }

    boolean isOn() {
        return spill != null;
    }

    /** Adopts the spills that dead processes have left. */
    void adopt() {
        if (spill != null) {
            spill.adopt();
        }
    }

    /** Whether no batch is on disk that Redis has not confirmed. */
    boolean isEmpty() {
        return spill == null || spill.isEmpty();
    }

    /** Whether batches are on disk that were not read back. */
    boolean hasUnread() {
        return spill != null && spill.hasUnread();
    }

    /** Writes a batch behind all others; returns whether it is on disk now. */
    boolean append(PendingBatch pending, Standing standing) {
        if (spill == null || !spill.append(BatchCodec.encode(pending, standing))) {
            return false;
        }
        of(pending.batch().window().signal()).spilled.add(pending.counted());
        return true;
    }

    /** Forces what was written to the disk, so that it survives a crash of the machine. */
    void force() {
        if (spill != null) {
            spill.force();
        }
    }

    /** Reads the next batch that was not read back; returns null if there is none. */
    @Nullable
    ReadBack next() {
        if (spill == null) {
            return null;
        }
        for (DiskQueue.ReadRecord found = spill.next(); found != null; found = spill.next()) {
            BatchCodec.Decoded decoded = BatchCodec.decode(found);
            if (decoded != null) {
                BatchLocation origin = found.isOwn() ? BatchLocation.DISK : BatchLocation.ANOTHERS_DISK;
                return new ReadBack(PendingBatch.readBack(decoded, origin), decoded.standing());
            }
            spill.rejectLast();
        }
        return null;
    }

    /**
     * A batch that was read back.
     *
     * @param standing the standing of its producer id, as far as the disk knows
     */
    record ReadBack(PendingBatch batch, Standing standing) {}

    /** Removes the first of the batches that were read back, as it is confirmed. */
    void confirmFirst(PendingBatch first) {
        if (first.origin() == BatchLocation.DISK) {
            of(first.batch().window().signal()).spilled.add(-first.counted());
        }
        if (spill != null) {
            spill.confirmFirst();
        }
    }

    /** Makes all batches that were read back and are unconfirmed be read again. */
    void rewind() {
        if (spill != null) {
            spill.rewind();
        }
    }

    /** Moves the batches of a producer id, from a number on, to another one, numbered from {@code start}. */
    void rename(UUID producer, long first, UUID other, long start) {
        if (spill != null) {
            spill.rename(producer.toString(), first, other.toString(), start);
        }
    }

    /** Notes the standing of a producer id, which the next process has to know. */
    void note(Chain chain) {
        if (spill != null && !spill.isEmpty()) {
            spill.note(chain.id().toString(), BatchCodec.encode(chain.standing()));
        }
    }

    void close() {
        if (spill != null) {
            spill.close();
        }
    }

    @Override
    public void trouble(String kind, String message, @Nullable Throwable cause) {
        status.warn(kind, message, cause);
    }

    @Override
    public void damaged(Signal signal, long counted, boolean ours) {
        if (ours) {
            of(signal).spilled.add(-counted);
            of(signal).drop(DropReason.SPILL_DAMAGED, counted);
        } else {
            of(signal).damagedOfOthers.add(counted);
        }
    }

    private ProducerCounters of(Signal signal) {
        return Objects.requireNonNull(counters.get(signal));
    }
}
