// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An unconfirmed batch with the entries that its lines came from. These are not known of a batch that was confirmed before,
 * or lies on disk.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class PendingBatch {
    private final List<DrainedCount> counts;
    private final BatchLocation origin;
    private final long counted;
    private final long firsts;
    private Batch batch;
    private boolean isAgain;
    private boolean sent;
    private boolean sentAsFirst;
    private long sentNanos;
    private boolean isApplied;
    private boolean isInDoubt;
    private @Nullable CompletableFuture<BatchReply> answer;

    /** The place of a batch until Redis has confirmed it. */
    enum BatchLocation {
        MEMORY,
        DISK,
        /** The disk, where another process has left it. */
        ANOTHERS_DISK
    }

    private PendingBatch(Batch batch, List<DrainedCount> counts, BatchLocation origin, long counted, long firsts) {
        this.batch = batch;
        this.counts = counts;
        this.origin = origin;
        this.counted = counted;
        this.firsts = firsts;
    }

    /** Returns a batch that was drained just now. */
    static PendingBatch of(Batch batch, List<DrainedCount> counts) {
        long counted = 0;
        long firsts = 0;
        for (DrainedCount count : counts) {
            counted += count.entry() == null ? 0 : count.line().repeats();
            firsts += count.first() ? 1 : 0;
        }
        return new PendingBatch(batch, counts, BatchLocation.MEMORY, counted, firsts);
    }

    /** Returns a batch that was confirmed and that Redis has lost since: what it counts is already counted as confirmed. */
    static PendingBatch again(Batch batch) {
        PendingBatch again = new PendingBatch(batch, List.of(), BatchLocation.MEMORY, 0, 0);
        again.isAgain = true;
        again.sent = true;
        return again;
    }

    /** Returns a batch that was read back from disk. */
    static PendingBatch readBack(BatchCodec.Decoded found, BatchLocation origin) {
        PendingBatch readBack = new PendingBatch(found.batch(), List.of(), origin, found.counted(), found.firsts());
        readBack.isInDoubt = !found.standing().redisId().equals(Standing.NOWHERE);
        return readBack;
    }

    Batch batch() {
        return batch;
    }

    /** Replaces the batch by the same one under another number, or for another window. */
    void becomes(Batch other) {
        batch = other;
    }

    /** Moves its window to Redis's clock, if it was by this host's until now and Redis's time is known. */
    void correct(HostClock host) {
        Window corrected = host.window(batch.window());
        batch = corrected.equals(batch.window()) ? batch : batch.movedTo(corrected);
    }

    /** Returns the size of its payloads and samples, in bytes. */
    long contentBytes() {
        return batch.lines().stream().mapToLong(BatchLine::contentBytes).sum();
    }

    List<DrainedCount> counts() {
        return counts;
    }

    BatchLocation origin() {
        return origin;
    }

    boolean isOnDisk() {
        return origin != BatchLocation.MEMORY;
    }

    /** Returns the number of events or actions that it counts, which drop reports are not. */
    long counted() {
        return counted;
    }

    /**
     * Returns the number of events or actions of it that were confirmed and that Redis has lost; 0 if it was not confirmed
     * before.
     */
    long lost() {
        return isAgain ? batch.repeats() : 0;
    }

    /** Returns the number of events of which samples were due; 0 if it was confirmed before. */
    long samplesTaken() {
        return isAgain ? 0 : batch.samplesTaken();
    }

    /** Returns the number of events of which samples were due and left out; 0 if it was confirmed before. */
    long samplesLeftOut() {
        return isAgain ? 0 : batch.samplesLeftOut();
    }

    /** Returns the number of its lines that are the first of their group and window. */
    long firsts() {
        return firsts;
    }

    /** Notes that it was sent and is under way, with the reply to come. */
    void sent(boolean asFirst, CompletableFuture<BatchReply> itsAnswer, long nanos) {
        sent = true;
        sentNanos = nanos;
        sentAsFirst = asFirst;
        answer = itsAnswer;
    }

    /** Returns the time when it was sent last; meaningless if it was not. */
    long sentNanos() {
        return sentNanos;
    }

    boolean isUnderWay() {
        return answer != null;
    }

    /** Stops waiting for its reply. It is in doubt from now on, unless the reply has come. */
    void giveUpAnswer() {
        isInDoubt |= answer != null && !(answer.isDone() && !answer.isCompletedExceptionally());
        answer = null;
    }

    /** Notes a reply that did not apply it. */
    void answered() {
        answer = null;
    }

    /** Whether it was sent, and it is not known whether Redis has applied it. */
    boolean isInDoubt() {
        return isInDoubt;
    }

    /** Sets whether Redis has it, under the number that it has now. */
    void setApplied(boolean isIt) {
        isApplied = isIt;
        answer = isIt ? null : answer;
    }

    /** Whether Redis is known to have it, so that it is not sent any more. */
    boolean isApplied() {
        return isApplied;
    }

    long token() {
        return batch.number().token();
    }

    long sequence() {
        return batch.sequence();
    }

    UUID producer() {
        return batch.producer();
    }

    CompletableFuture<BatchReply> answer() {
        return Objects.requireNonNull(answer, "not sent");
    }

    /** Whether all batches before it were confirmed when it was sent: then its reply is newer than everything known so far. */
    boolean isSentAsFirst() {
        return sentAsFirst;
    }

    /** Whether it was sent, under way or not. */
    boolean wasSent() {
        return sent;
    }
}
