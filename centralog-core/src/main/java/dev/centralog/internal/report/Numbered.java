// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.internal.report.Lane.Cut;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A batch with where its lines came from, which is not known of one that was confirmed before, or lies on disk.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Numbered {
    private final List<Cut> cuts;
    private final Origin origin;
    private final long counted;
    private final long firsts;
    private Batch batch;
    private boolean sent;
    private boolean sentAsFirst;
    private @Nullable CompletableFuture<ReportAnswer> answer;

    /** Where a batch is until Redis has confirmed it. */
    enum Origin {
        MEMORY,
        DISK,
        /** On disk, where another process has left it. */
        ANOTHERS_DISK
    }

    private Numbered(Batch batch, List<Cut> cuts, Origin origin, long counted, long firsts) {
        this.batch = batch;
        this.cuts = cuts;
        this.origin = origin;
        this.counted = counted;
        this.firsts = firsts;
    }

    /** One that was cut just now. */
    static Numbered of(Batch batch, List<Cut> cuts) {
        long counted = 0;
        long firsts = 0;
        for (Cut cut : cuts) {
            counted += cut.entry() == null ? 0 : cut.line().repeats();
            firsts += cut.first() ? 1 : 0;
        }
        return new Numbered(batch, cuts, Origin.MEMORY, counted, firsts);
    }

    /** One that was confirmed, and is not known to Redis any more: what it counts is counted as confirmed. */
    static Numbered again(Batch batch) {
        Numbered again = new Numbered(batch, List.of(), Origin.MEMORY, 0, 0);
        again.sent = true;
        return again;
    }

    /** One that was read back. */
    static Numbered readBack(BatchCodec.Decoded found, Origin origin) {
        return new Numbered(found.batch(), List.of(), origin, found.counted(), found.firsts());
    }

    Batch batch() {
        return batch;
    }

    /** Under another number, or for another window. */
    void becomes(Batch other) {
        batch = other;
    }

    List<Cut> cuts() {
        return cuts;
    }

    Origin origin() {
        return origin;
    }

    boolean isOnDisk() {
        return origin != Origin.MEMORY;
    }

    /** The events or actions that it counts: drop reports are none. */
    long counted() {
        return counted;
    }

    /** Its lines that are the first of their group and window. */
    long firsts() {
        return firsts;
    }

    /** It is under way, and its answer to come. */
    void sent(boolean asFirst, CompletableFuture<ReportAnswer> itsAnswer) {
        sent = true;
        sentAsFirst = asFirst;
        answer = itsAnswer;
    }

    boolean isUnderWay() {
        return answer != null;
    }

    void giveUpAnswer() {
        answer = null;
    }

    CompletableFuture<ReportAnswer> answer() {
        return Objects.requireNonNull(answer, "not sent");
    }

    /** Whether all batches before it were confirmed when it was sent. */
    boolean isSentAsFirst() {
        return sentAsFirst;
    }

    /** Whether it was sent, be it under way or not. */
    boolean wasSent() {
        return sent;
    }
}
