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
 * A batch keeps its number, its token and its content until it is confirmed. Whatever goes wrong in between (a time-out, a
 * lost connection, an error reply), it is sent again as it was: the script on the other side knows the chain, and applies it
 * once. What a reply says of the first unconfirmed batch:
 *
 *   applied        confirmed; the next one is first
 *   out of range   it moves to the window where Redis is now, and goes again
 *   not next       the state that comes with it is judged, if all before it was confirmed when it was sent; else it goes again,
 *                  and brings a newer one
 *
 * A state is what Redis knows of an id: how far its chain has come, with the tokens of the last batches. All that it lists is
 * confirmed. If what comes next here follows that, it goes on. If Redis is behind what it had confirmed, it is at an older
 * state, and gets again what it has lost. All else is another's chain, or has holes: the id is retired, for what is on its way
 * under it must not be applied any more; and what Redis does not have by then goes out under another id. docs/protocol.md has
 * the table, and why.
 *
 * Another Redis gets all that is unconfirmed under another id, and nothing of what the one before had confirmed.
 */

/**
 * The producer's side of the protocol: which batches go out, and what each reply calls for. It decides, and whoever drives
 * it sends, waits and asks Redis; so it does no I/O but for what the outbox has on disk, and never waits.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
class ProducerSession {
    /** Below so many batches under way, all replies are awaited; so that what comes meanwhile makes batches worth sending. */
    private static final int FEW_BATCHES = 4;

    /** The time in which something may come of what is on its way under an id that was retired. */
    private static final long RETIRED_NANOS = Duration.ofHours(1).toNanos();

    private final Outbox outbox;
    private final ReplayBuffer kept;
    private final AppliedBatches applied;
    private final BatchAssembler assembler;
    private final Clock clock;
    private final BiConsumer<String, String> told;
    private final Set<UUID> toAsk = new LinkedHashSet<>();
    private final Deque<UUID> toRetire = new ArrayDeque<>();
    private long confirmations;

    /**
     * A session that has confirmed nothing yet.
     *
     * @param told receives what operators are to know: a kind, and a message
     */
    ProducerSession(Outbox outbox, BatchAssembler assembler, Clock clock, BiConsumer<String, String> told) {
        this.outbox = outbox;
        this.kept = outbox.confirmed();
        this.applied = new AppliedBatches(outbox, told);
        this.assembler = assembler;
        this.clock = clock;
        this.told = told;
    }

    /** What is to be done next. */
    enum NextStep {
        /** The batch is confirmed. */
        GO_ON,
        /**
         * Nothing counts as under way any more: {@linkplain #toRetire() retire} and {@linkplain #toAsk() ask} what there is,
         * then send all again, in order.
         */
        SEND_AGAIN
    }

    /** Whether nothing is unconfirmed or asked for. */
    final boolean isDone() {
        return outbox.isEmpty() && !assembler.hasFollowUps();
    }

    /** The batches to send now, in this order. */
    final List<PendingBatch> toSend() {
        return outbox.toSend();
    }

    /** Returns where the producer id of a batch stands. */
    final Standing standing(PendingBatch batch) {
        return outbox.chainOf(batch).standing();
    }

    /** The batch was sent, and its reply is to come. */
    final void onSent(PendingBatch batch, CompletableFuture<BatchReply> reply) {
        if (batch.wasSent()) {
            assembler.counters(batch).resent.increment();
        }
        outbox.sent(batch, reply);
    }

    /**
     * How many replies are to be awaited before more is drained: half of those under way, so that Redis has something to do
     * meanwhile, or all of a few.
     *
     * @param all whether somebody waits for all of them
     */
    final int repliesToAwait(boolean all) {
        int underWay = outbox.underWay();
        return underWay < FEW_BATCHES || all ? underWay : underWay - underWay / 2;
    }

    /** The reply to the first unconfirmed batch. */
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
                    askAboutAll(); // what else it has lost goes first
                }
            }
        }
        return NextStep.SEND_AGAIN;
    }

    private void confirmFirst(List<byte[]> missing) {
        PendingBatch batch = outbox.first();
        outbox.confirmFirst();
        confirmations++;
        ProducerCounters counters = assembler.counters(batch);
        counters.batches.increment();
        if (batch.origin() == PendingBatch.BatchLocation.ANOTHERS_DISK) {
            counters.recovered.add(batch.counted());
        } else {
            counters.acknowledged.add(batch.counted());
            counters.windows.add(batch.firsts());
        }
        assembler.confirmed(batch, missing);
        onConfirmed(batch);
    }

    /** A batch is confirmed. */
    void onConfirmed(PendingBatch batch) {
        // Whoever watches may override it.
    }

    /** Confirms what is known to be applied, as far as nothing unconfirmed is before it. */
    private void confirmApplied() {
        while (!outbox.isMemoryEmpty() && outbox.first().isApplied()) {
            confirmFirst(List.of());
        }
    }

    /** Asks about all ids that Redis may have lost something of, and about those that something waits under. */
    final void askAboutAll() {
        for (Chain each : outbox.chains(clock.nanos() - RETIRED_NANOS)) {
            toAsk.add(each.id());
        }
    }

    /**
     * Goes on with what was drained or read back: confirms what of it is known to be applied, as nothing is sent before that,
     * and asks about ids that no Redis was asked for.
     */
    final void onDrained() {
        confirmApplied();
        outbox.unasked().forEach(each -> toAsk.add(each.id()));
    }

    /** How often a batch was confirmed. */
    final long confirmations() {
        return confirmations;
    }

    /** Whether something was confirmed that Redis may lose. */
    final boolean hasConfirmed() {
        return !kept.isEmpty();
    }

    /** How many events and actions that is. */
    final long confirmedRepeats() {
        return kept.repeats();
    }

    /** How many events and actions Redis had confirmed and has lost, which are not confirmed again. */
    final long lostRepeats() {
        return outbox.lost();
    }

    /** The ids to ask Redis about, now; nothing is sent before. */
    final List<UUID> toAsk() {
        return List.copyOf(toAsk);
    }

    /** The id to retire now, before anything is asked; null if there is none. */
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

    /** The id of this process, if it stands with Redis and all of it is confirmed; null else. */
    final @Nullable Chain ended() {
        Chain own = outbox.ownOrNull();
        return own != null && own.isAsked() && own.wasSent() && outbox.isEmpty() ? own : null;
    }

    /** An attempt failed, and what became of the batches under way is not known: all of them go again, in order. */
    void onFailure() {
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
        if (states.redisId().isEmpty()) { // whoever asks gives it one
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
            forgetConfirmed(chain); // trimmed, and another's since: what that lacks is not lost
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

    /** What it has lost goes again, as it was, if that is all still here and follows what it has. */
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
            } else if (outbox.isOwn(chain)) { // somebody else goes on under it
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

    /** Leaves an id of which no batch is applied any more: what its marker does not have, which is final, moves to another id. */
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
            outbox.numbering().drawProcess(); // somebody else counts under the same
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
                            + " batches of a process that has ended are neither in Redis nor on disk: what they counted is lost,"
                            + " unless it was stored");
        }
    }

    private static String older(List<Batch> lost, long gone) {
        return "Redis is back at an older state; what it had confirmed since is sent again: " + repeats(lost)
                + " events and actions in " + lost.size() + " batches"
                + (gone > 0
                        ? ", but for " + gone
                                + " batches, which are not kept any more: what they counted is lost, unless it"
                                + " was stored (setting 'replayBytes')"
                        : "");
    }

    /** What is on its way under an id can't be applied any more: what is unconfirmed of it moves to another one. */
    private void moveUnretired(Chain chain, Marker marker) {
        forgetConfirmed(chain);
        AppliedBatches.Passed passed = applied.pass(chain, marker);
        applied.sayInDoubt(chain, Long.MAX_VALUE);
        if (passed.next() != null || !outbox.mayHaveMore()) {
            move(chain, passed, List.of());
            outbox.forget(chain);
        }
    }

    /** Lets go of what Redis had confirmed of a chain: nothing of it goes out again. */
    void forgetConfirmed(Chain chain) {
        kept.forget(chain.id());
    }

    private void onAnotherRedis(Chain chain, Marker marker) {
        long confirmed = repeats(kept.of(chain.id()));
        if (confirmed > 0 || (chain.last() > 0 && !outbox.mayHaveMore())) {
            told.accept(
                    "redisReplaced",
                    "Redis was emptied or replaced; going on under a new producer id"
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

    /** Moves what is lost, and what is unconfirmed behind what is applied. */
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
        while (outbox.chain(id) != null) { // it had to leave that one, too
            id = BatchNumber.renamed(id, firstToken);
        }
        toAsk.add(moveTo(id, chain, from, lost).id());
    }

    /** Moves to that id. */
    Chain moveTo(UUID id, Chain chain, long from, List<Batch> lost) {
        return outbox.move(chain, from, id, lost);
    }
}
