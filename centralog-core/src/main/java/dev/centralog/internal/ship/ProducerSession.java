// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/*
 * A batch keeps its number, its token and its content until it is confirmed. After any failure in between (a time-out, a lost
 * connection, an error reply) it is sent again unchanged: the script in Redis knows the chain, and applies it once. A reply
 * to the first unconfirmed batch means:
 *
 *   applied        confirmed; the next one is first
 *   out of range   it moves to the window of Redis's present time, and is sent again
 *   not next       the state in the reply is judged, if all batches before it were confirmed when it was sent; else it is sent
 *                  again, and its next reply brings a newer state
 *
 * A state is what Redis knows of a producer id: the number of its last applied batch, and the tokens of the last batches. All
 * batches that it lists are confirmed. If the next batch here follows them, sending goes on. If Redis has less than it had
 * confirmed, it is back at an older state, and is sent again what it has lost. In all other cases the chain is another
 * process's, or has gaps. Then the id is retired, as batches that are on their way under it must not be applied any more; and
 * the batches that Redis does not have by then move to another id. docs/protocol.md has the table and the reasons.
 *
 * Another Redis gets all unconfirmed batches under another id, and none of those that the Redis before it had confirmed.
 */

/**
 * The producer's side of the protocol: it decides which batches are sent, and what each reply calls for. Its driver sends,
 * waits and asks Redis. So it does no I/O, except for the outbox's batches on disk, and never waits.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
class ProducerSession {
    /**
     * The number of batches under way below which all replies are awaited, so that entries that come meanwhile make batches
     * worth sending.
     */
    private static final int FEW_BATCHES = 4;

    /** The time for which a retired id is remembered, as a batch on its way under it may still be applied. */
    private static final long RETIRED_NANOS = Duration.ofHours(1).toNanos();

    private final Outbox outbox;
    private final ReplayBuffer kept;
    private final AppliedBatches applied;
    private final BatchAssembler assembler;
    private final Clock clock;
    private final BiConsumer<String, String> told;
    private final Set<UUID> toAsk = new LinkedHashSet<>();
    private final Deque<UUID> toRetire = new ArrayDeque<>();
    private final SendLimit limit = new SendLimit();
    private long confirmations;

    /**
     * Creates a session that has confirmed nothing yet.
     *
     * @param told receives warnings to operators: a kind, and a message
     */
    ProducerSession(Outbox outbox, BatchAssembler assembler, Clock clock, BiConsumer<String, String> told) {
        this.outbox = outbox;
        this.kept = outbox.confirmed();
        this.applied = new AppliedBatches(outbox, told);
        this.assembler = assembler;
        this.clock = clock;
        this.told = told;
    }

    /** The next thing to do after a reply. */
    enum NextStep {
        /** The batch is confirmed. */
        GO_ON,
        /**
         * No batch counts as under way any more: {@linkplain #toRetire() retire} and {@linkplain #toAsk() ask} what there is,
         * then send all batches again, in order.
         */
        SEND_AGAIN
    }

    /** Whether no batch is unconfirmed and no payload is asked for. */
    final boolean isDone() {
        return outbox.isEmpty() && !assembler.hasFollowUps();
    }

    /** Returns the batches to send now, in this order: no more than may be under way. */
    final List<PendingBatch> toSend() {
        List<PendingBatch> all = outbox.toSend();
        return all.subList(0, Math.min(all.size(), Math.max(0, limit.batches() - outbox.underWay())));
    }

    /** Returns the standing of a batch's producer id. */
    final Standing standing(PendingBatch batch) {
        return outbox.chainOf(batch).standing();
    }

    /** Notes that a batch was sent, with the reply to come. */
    final void onSent(PendingBatch batch, CompletableFuture<BatchReply> reply) {
        if (batch.wasSent()) {
            assembler.counters(batch).resent.increment();
        }
        outbox.sent(batch, reply, clock.nanos());
    }

    /**
     * Returns the number of replies to await before more is drained: half of those under way, so that Redis has something to
     * do meanwhile, or all of them if they are few.
     *
     * @param all whether a caller waits for all of them
     */
    final int repliesToAwait(boolean all) {
        int underWay = outbox.underWay();
        return underWay < FEW_BATCHES || all ? underWay : underWay - underWay / 2;
    }

    /** Returns the reply to the first unconfirmed batch. */
    final CompletableFuture<BatchReply> firstReply() {
        return outbox.first().answer();
    }

    /** Whether a reply to the first unconfirmed batch is to come, or has. */
    final boolean isFirstUnderWay() {
        return !outbox.isMemoryEmpty() && outbox.first().isUnderWay();
    }

    /** Acts on the reply to the first unconfirmed batch. */
    NextStep onReply(BatchReply reply) {
        PendingBatch batch = outbox.first();
        Chain chain = outbox.chainOf(batch);
        limit.onReply(clock.nanos() - batch.sentNanos());
        switch (reply.outcome()) {
            case APPLIED -> {
                chain.seen(reply.seenMillis());
                confirmFirst(reply.missing());
                confirmApplied();
                return NextStep.GO_ON;
            }
            case OUT_OF_RANGE -> {
                batch.answered();
                outbox.moveFirst(reply.redisMillis());
                outbox.giveUpAnswers(); // those behind it were refused with it
            }
            case NOT_NEXT -> {
                batch.answered();
                ProducerStates states = reply.states();
                boolean isOlder = states != null
                        && batch.isSentAsFirst()
                        && judge(chain, states, states.markers().get(0));
                boolean isBehindOnly = batch.isApplied() && toRetire.isEmpty() && toAsk.isEmpty();
                confirmApplied();
                if (isBehindOnly) { // those behind it were sent in order
                    return NextStep.GO_ON;
                }
                outbox.giveUpAnswers();
                if (isOlder) {
                    askAboutAll(); // so that everything else that it has lost is sent first
                }
            }
        }
        return NextStep.SEND_AGAIN;
    }

    private void confirmFirst(List<byte[]> missing) {
        PendingBatch batch = outbox.first();
        outbox.confirmFirst();
        confirmations += batch.batch().isOfSignsAlone() ? 0 : 1;
        ProducerCounters counters = assembler.counters(batch);
        counters.batches.increment();
        if (batch.origin() == PendingBatch.BatchLocation.ANOTHERS_DISK) {
            counters.recovered.add(batch.counted());
        } else {
            counters.acknowledged.add(batch.counted());
            counters.windows.add(batch.firsts());
            counters.samplesTaken.add(batch.samplesTaken());
            counters.samplesLeftOut.add(batch.samplesLeftOut());
        }
        assembler.confirmed(batch, missing);
        onConfirmed(batch);
    }

    /** Does nothing; called for each batch that is confirmed. */
    void onConfirmed(PendingBatch batch) {
        // A subclass that watches may override it.
    }

    /** Confirms the batches that are known to be applied, up to the first one that is not. */
    private void confirmApplied() {
        while (!outbox.isMemoryEmpty() && outbox.first().isApplied()) {
            confirmFirst(List.of());
        }
    }

    /** Adds to the questions all ids of which Redis may have lost batches, and those under which batches wait. */
    final void askAboutAll() {
        for (Chain each : outbox.chains(clock.nanos() - RETIRED_NANOS)) {
            toAsk.add(each.id());
        }
    }

    /**
     * Goes on with the batches that were drained or read back: confirms those that are known to be applied, as nothing is
     * sent before that, and adds to the questions the ids that no Redis was asked about yet.
     */
    final void onDrained() {
        confirmApplied();
        outbox.unasked().forEach(each -> toAsk.add(each.id()));
    }

    /** Returns how often a batch was confirmed, except those of signs of life alone. */
    final long confirmations() {
        return confirmations;
    }

    /** Whether batches were confirmed that Redis may lose and that are kept here, besides those of signs of life alone. */
    final boolean hasConfirmed() {
        return !kept.isEmptyButForSigns();
    }

    /** Returns the number of events and actions in those batches. */
    final long confirmedRepeats() {
        return kept.repeats();
    }

    /** Returns the number of events and actions that Redis had confirmed and has lost, and that are not confirmed again. */
    final long lostRepeats() {
        return outbox.lost();
    }

    /** Returns the ids to ask Redis about now; nothing is sent before that. */
    final List<UUID> toAsk() {
        return List.copyOf(toAsk);
    }

    /** Returns the chain to retire now, before anything is asked; null if there is none. */
    final @Nullable Chain toRetire() {
        for (UUID id = toRetire.peek(); id != null; id = toRetire.peek()) {
            Chain chain = outbox.chain(id);
            if (chain != null) {
                return chain;
            }
            toRetire.remove();
        }
        return null;
    }

    /** Acts on what Redis says of ids that it was asked about. */
    final void onStates(List<UUID> asked, ProducerStates states) {
        asked.forEach(toAsk::remove);
        for (int i = 0; i < asked.size(); i++) {
            Chain chain = outbox.chain(asked.get(i));
            if (chain != null) {
                judge(chain, states, states.markers().get(i));
            }
        }
        confirmApplied();
    }

    /** Acts on what Redis says of {@link #toRetire}. */
    final void onRetired(ProducerStates states) {
        Chain chain = toRetire();
        toRetire.remove();
        if (chain != null) {
            Marker marker = states.markers().get(0);
            if (marker.kind() == Marker.Kind.RETIRED
                    && states.redisId().equals(chain.standing().redisId())) {
                leave(chain, marker);
            } else {
                judge(chain, states, marker);
            }
        }
        confirmApplied();
    }

    /** Returns this process's own chain, if Redis knows it and all of it is confirmed; else null. */
    final @Nullable Chain ended() {
        Chain own = outbox.ownOrNull();
        return own != null && own.isAsked() && own.wasSent() && outbox.isEmpty() ? own : null;
    }

    /**
     * Acts on a failed attempt: it is unknown what became of the batches under way, so all of them are sent again, in order.
     */
    void onFailure() {
        limit.onFailure();
        outbox.giveUpAnswers();
        outbox.rewind();
        toRetire.clear();
        toAsk.clear();
    }

    /**
     * Judges what Redis says of an id; see the table in docs/protocol.md.
     *
     * @return whether Redis has lost something of it
     */
    private boolean judge(Chain chain, ProducerStates states, Marker marker) {
        if (states.redisId().isEmpty()) { // the question gives it one
            toAsk.add(chain.id());
            return false;
        }
        long stamp = Math.max(states.redisMillis(), states.trimmedMillis() + 1);
        if (!chain.isAsked()) {
            outbox.stands(chain, new Standing(states.redisId(), stamp));
        } else if (!chain.standing().redisId().equals(states.redisId())) {
            onAnotherRedis(chain, marker);
            return false;
        } else if (!chain.wasSent() && chain.standing().seenMillis() <= states.trimmedMillis()) {
            outbox.stands(chain, new Standing(states.redisId(), stamp));
        }
        if (isTrimmed(chain, states, marker)) {
            moveUnretired(chain, marker);
            return false;
        }
        if (chain.standing().seenMillis() <= states.trimmedMillis() && !applied.isOf(chain, marker)) {
            forgetConfirmed(chain); // trimmed, and another process's since: batches that it lacks are not lost
            chain.isAppliedTo(marker.last(), marker.newest());
        }
        if (marker.kind() == Marker.Kind.RETIRED) {
            leave(chain, marker);
            return false;
        }
        if (chain.isRetired()) {
            retire(chain);
            return true;
        }
        chain.seen(marker.seenMillis());
        return marker.last() < chain.last() ? onOlderState(chain, marker) : goOnBehind(chain, marker);
    }

    private static boolean isTrimmed(Chain chain, ProducerStates states, Marker marker) {
        return marker.kind() == Marker.Kind.UNREADABLE
                || (marker.kind() == Marker.Kind.ABSENT
                        && chain.standing().seenMillis() <= states.trimmedMillis()
                        && (chain.last() > 0 || chain.wasSent()));
    }

    /**
     * Sends again, unchanged, what Redis has lost, if all of it is still here and follows what Redis has; else retires the
     * id.
     */
    private boolean onOlderState(Chain chain, Marker marker) {
        List<Batch> lost = applied.lost(chain, marker);
        boolean isWhole = lost.size() == chain.last() - marker.last()
                && lost.get(0).number().predecessor() == marker.newest();
        if (!isWhole) {
            retire(chain);
            return true;
        }
        chain.isAppliedTo(marker.last(), marker.newest());
        told.accept("redisOlder", older(lost, 0));
        sendAgain(chain, lost);
        return true;
    }

    /** Sends again what Redis had confirmed and has lost. */
    void sendAgain(Chain chain, List<Batch> lost) {
        outbox.sendAgain(lost);
    }

    private boolean goOnBehind(Chain chain, Marker marker) {
        AppliedBatches.Passed passed = applied.pass(chain, marker);
        PendingBatch next = passed.next();
        if (next != null) {
            if (next.sequence() != marker.last() + 1 || next.batch().number().predecessor() != marker.newest()) {
                retire(chain);
            }
        } else if (!outbox.mayHaveMore() && !passed.isUpTo(marker)) {
            if (!applied.lost(chain, marker).isEmpty()) {
                retire(chain);
            } else if (outbox.isOwn(chain)) { // another process goes on under it
                outbox.giveUpOwn();
                outbox.numbering().drawProcess();
            }
        }
        return false;
    }

    private void retire(Chain chain) {
        if (!toRetire.contains(chain.id())) {
            toRetire.add(chain.id());
        }
    }

    /** Leaves a retired id. Its marker is final, and the batches that the marker does not have move to another id. */
    private void leave(Chain chain, Marker marker) {
        boolean wasRetired = chain.isRetired();
        chain.retire(clock.nanos());
        outbox.takeOver(chain, marker);
        long before = chain.last();
        AppliedBatches.Passed passed = applied.pass(chain, marker);
        applied.sayInDoubt(chain, marker.last() - marker.tokens().size());
        List<Batch> lost = applied.lost(chain, marker);
        long gone = Math.max(0, before - marker.last() - lost.size());
        if (marker.last() < before && (!wasRetired || gone > 0)) {
            sayOlder(chain, lost, gone);
        }
        if (outbox.isOwn(chain) && marker.last() >= before && !passed.isUpTo(marker)) {
            outbox.numbering().drawProcess(); // another process counts under the same
        }
        chain.isAppliedTo(marker.last(), marker.newest());
        move(chain, passed, lost);
    }

    private void sayOlder(Chain chain, List<Batch> lost, long gone) {
        if (!chain.isAnothers()) {
            told.accept("redisOlder", older(lost, gone));
        } else if (gone > 0) {
            told.accept(
                    "spillGap",
                    gone
                            + " batches of a process that has ended are neither in Redis nor on disk: their counts are lost,"
                            + " unless they were stored");
        }
    }

    private static String older(List<Batch> lost, long gone) {
        return "Redis is back at an older state; what it had confirmed since that state is sent again: " + repeats(lost)
                + " events and actions in " + lost.size() + " batches"
                + (gone > 0
                        ? "; " + gone
                                + " more batches are no longer kept: their counts are lost, unless they were stored"
                                + " (setting 'replayBytes')"
                        : "");
    }

    /** Moves the unconfirmed batches of an id to another one, as those on their way under it can't be applied any more. */
    private void moveUnretired(Chain chain, Marker marker) {
        forgetConfirmed(chain);
        AppliedBatches.Passed passed = applied.pass(chain, marker);
        applied.sayInDoubt(chain, Long.MAX_VALUE);
        if (passed.next() != null || !outbox.mayHaveMore()) {
            move(chain, passed, List.of());
            outbox.forget(chain);
        }
    }

    /** Forgets what Redis had confirmed of a chain, so that none of it is sent again. */
    void forgetConfirmed(Chain chain) {
        kept.forget(chain.id());
    }

    private void onAnotherRedis(Chain chain, Marker marker) {
        long confirmed = repeats(kept.of(chain.id()));
        if (confirmed > 0 || (chain.last() > 0 && !outbox.mayHaveMore())) {
            told.accept(
                    "redisReplaced",
                    "Redis was emptied or replaced; continuing under a new producer id"
                            + (confirmed > 0
                                    ? ". It had confirmed " + confirmed
                                            + " events and actions within the last hour; those that were not stored are lost"
                                    : ""));
        }
        moveUnretired(chain, marker);
    }

    private static long repeats(List<Batch> batches) {
        return batches.stream().mapToLong(Batch::repeats).sum();
    }

    /** Moves the lost batches, and the unconfirmed ones that follow the applied ones, to another id. */
    private void move(Chain chain, AppliedBatches.Passed passed, List<Batch> lost) {
        PendingBatch next = passed.next();
        if (next == null && lost.isEmpty()) {
            if (outbox.isOwn(chain) && !outbox.mayHaveMore()) {
                outbox.giveUpOwn();
            }
            return;
        }
        long from = next == null ? passed.last() + 1 : next.sequence();
        long firstToken = next == null || !lost.isEmpty() ? lost.get(0).number().token() : next.token();
        UUID id = BatchNumber.renamed(chain.id(), firstToken);
        while (outbox.chain(id) != null) { // the batches had to leave that one, too
            id = BatchNumber.renamed(id, firstToken);
        }
        toAsk.add(moveTo(id, chain, from, lost).id());
    }

    /** Moves the batches of a chain, from a number on, to that id, behind the lost ones. */
    Chain moveTo(UUID id, Chain chain, long from, List<Batch> lost) {
        return outbox.move(chain, from, id, lost);
    }
}
