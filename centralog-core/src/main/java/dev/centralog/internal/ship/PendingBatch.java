// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A batch with where its lines came from, which is not known of one that was confirmed before, or lies on disk.
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
    private boolean isApplied;
    private boolean isInDoubt;
    private @Nullable CompletableFuture<BatchReply> answer;

    /** Where a batch is until Redis has confirmed it. */
    enum BatchLocation {
        MEMORY,
        DISK,
        /** On disk, where another process has left it. */
        ANOTHERS_DISK
    }

    private PendingBatch(Batch batch, List<DrainedCount> counts, BatchLocation origin, long counted, long firsts) {
        this.batch = batch;
        this.counts = counts;
        this.origin = origin;
        this.counted = counted;
        this.firsts = firsts;
    }

    /** One that was cut just now. */
    static PendingBatch of(Batch batch, List<DrainedCount> counts) {
        long counted = 0;
        long firsts = 0;
        for (DrainedCount count : counts) {
            counted += count.entry() == null ? 0 : count.line().repeats();
            firsts += count.first() ? 1 : 0;
        }
        return new PendingBatch(batch, counts, BatchLocation.MEMORY, counted, firsts);
    }

    /** One that was confirmed, and is not known to Redis any more: what it counts is counted as confirmed. */
    static PendingBatch again(Batch batch) {
        PendingBatch again = new PendingBatch(batch, List.of(), BatchLocation.MEMORY, 0, 0);
        again.isAgain = true;
        again.sent = true;
        return again;
    }

    /** One that was read back. */
    static PendingBatch readBack(BatchCodec.Decoded found, BatchLocation origin) {
        PendingBatch readBack = new PendingBatch(found.batch(), List.of(), origin, found.counted(), found.firsts());
        readBack.isInDoubt = !found.standing().redisId().equals(Standing.NOWHERE);
        return readBack;
    }

    Batch batch() {
        return batch;
    }

    /** Under another number, or for another window. */
    void becomes(Batch other) {
        batch = other;
    }

    /** Moves its window to Redis's clock, if it was by this host's by now and Redis has told its time. */
    void correct(HostClock host) {
        Window corrected = host.window(batch.window());
        batch = corrected.equals(batch.window()) ? batch : batch.movedTo(corrected);
    }

    /** Returns how much its payloads take. */
    long payloadBytes() {
        return batch.lines().stream().mapToLong(line -> line.payload().length).sum();
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

    /** The events or actions that it counts: drop reports are none. */
    long counted() {
        return counted;
    }

    /** What it counts, and was counted as confirmed before: that Redis has lost. */
    long lost() {
        return isAgain ? batch.repeats() : 0;
    }

    /** Its lines that are the first of their group and window. */
    long firsts() {
        return firsts;
    }

    /** It is under way, and its answer to come. */
    void sent(boolean asFirst, CompletableFuture<BatchReply> itsAnswer) {
        sent = true;
        sentAsFirst = asFirst;
        answer = itsAnswer;
    }

    boolean isUnderWay() {
        return answer != null;
    }

    /** Its answer is not waited for any more. */
    void giveUpAnswer() {
        isInDoubt |= answer != null && !(answer.isDone() && !answer.isCompletedExceptionally());
        answer = null;
    }

    /** Its answer says that it was not applied. */
    void answered() {
        answer = null;
    }

    /** Whether it was sent, and nobody knows what became of that. */
    boolean isInDoubt() {
        return isInDoubt;
    }

    /** Whether Redis has it, under the number that it has now. */
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

    /** Whether all batches before it were confirmed when it was sent: then its answer is newer than all that is known. */
    boolean isSentAsFirst() {
        return sentAsFirst;
    }

    /** Whether it was sent, be it under way or not. */
    boolean wasSent() {
        return sent;
    }
}
