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
 * The outbox's continuation on disk, and what is counted of it. Without a spill it is always empty, and takes nothing.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class SpillBuffer implements SpillListener {
    private final Map<Signal, ProducerCounters> counters;
    private final RateLimitedStatus status;
    private final @Nullable DiskQueue spill;

    /** Over the spill that is made of what it tells its troubles to, or over none. */
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

    /** Takes over what dead processes have left. */
    void adopt() {
        if (spill != null) {
            spill.adopt();
        }
    }

    /** Whether nothing is there that Redis has not confirmed. */
    boolean isEmpty() {
        return spill == null || spill.isEmpty();
    }

    /** Whether something is there that was not read back. */
    boolean hasUnread() {
        return spill != null && spill.hasUnread();
    }

    /** Writes a batch behind all that is there; answers whether it is on disk now. */
    boolean append(PendingBatch pending, Standing standing) {
        if (spill == null || !spill.append(BatchCodec.encode(pending, standing))) {
            return false;
        }
        of(pending.batch().window().signal()).spilled.add(pending.counted());
        return true;
    }

    /** Sees to it that it survives the machine. */
    void force() {
        if (spill != null) {
            spill.force();
        }
    }

    /** The next batch that was not read back; null if there is none. */
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
     * @param standing of its producer id, as far as the disk knows
     */
    record ReadBack(PendingBatch batch, Standing standing) {}

    /** The first of those that were read back is confirmed. */
    void confirmFirst(PendingBatch first) {
        if (first.origin() == BatchLocation.DISK) {
            of(first.batch().window().signal()).spilled.add(-first.counted());
        }
        if (spill != null) {
            spill.confirmFirst();
        }
    }

    /** All that was read back and is unconfirmed is to be read again. */
    void rewind() {
        if (spill != null) {
            spill.rewind();
        }
    }

    /** What is there of that producer id, from a number on, goes out under another, numbered from {@code start}. */
    void rename(UUID producer, long first, UUID other, long start) {
        if (spill != null) {
            spill.rename(producer.toString(), first, other.toString(), start);
        }
    }

    /** Notes where a producer id stands, which the next process has to know. */
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
