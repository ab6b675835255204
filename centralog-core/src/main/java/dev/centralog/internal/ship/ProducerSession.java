// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.ProducerCounters;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/*
 * A batch keeps its number and its content until it is confirmed. Whatever goes wrong in between (a time-out, a lost
 * connection, an error reply), it is sent again as it was: the script on the other side knows the number and applies it
 * once. What a reply says of the first unconfirmed batch:
 *
 *   applied, or before   confirmed; the next one is first
 *   out of range         it moves to the window where Redis is now, and goes again
 *   gap                  a predecessor is missing. If that was not confirmed when this one was sent, the two overtook
 *                        each other, and both go again. If it was, Redis has lost it: it is another Redis, or in an
 *                        older state
 *
 * Another Redis gets all that is unconfirmed under a new producer id, numbered from 1, and nothing of what the one before
 * had confirmed. An older state gets again what it has lost, as far as that was kept.
 */

/**
 * The producer's side of the protocol: which batches go out, and what each reply calls for. It decides, and whoever drives
 * it sends, waits and asks Redis; so it has no clock, does no I/O, and never waits.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
class ProducerSession {
    /** Below so many batches under way, all replies are awaited; so that what comes meanwhile makes batches worth sending. */
    private static final int FEW_BATCHES = 4;

    private final Outbox outbox;
    private final BatchAssembler assembler;
    private @Nullable Doubt doubt;

    ProducerSession(Outbox outbox, BatchAssembler assembler) {
        this.outbox = outbox;
        this.assembler = assembler;
    }

    /** What is to be done next. */
    enum NextStep {
        /** The batch is confirmed, or there was nothing wrong. */
        GO_ON,
        /** Nothing but to go on to the next round: nothing counts as under way any more, so that all is sent again, in order. */
        SEND_AGAIN,
        /** Redis has lost what it had confirmed: whether it is another one decides, see {@link #onIdentity}. */
        IDENTIFY_REDIS
    }

    /** A position of a producer that is behind what was confirmed to it. */
    private record Doubt(String producer, ProducerPosition position) {}

    /** The id that this producer's batches have, now. */
    final String producer() {
        return outbox.producer();
    }

    /** Whether nothing is unconfirmed or asked for. */
    final boolean isDone() {
        return outbox.isEmpty() && !assembler.hasFollowUps();
    }

    /** The batches to send now, in this order. */
    final List<PendingBatch> toSend() {
        return outbox.toSend();
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

    /** Acts on the reply to the first unconfirmed batch. */
    NextStep onReply(BatchReply reply) {
        PendingBatch batch = outbox.first();
        switch (reply.outcome()) {
            case APPLIED, APPLIED_BEFORE -> {
                confirmFirst(reply);
                return NextStep.GO_ON;
            }
            case OUT_OF_RANGE -> outbox.moveFirst(reply.redisSecond());
            case GAP -> {
                // The batch stays as it is.
            }
        }
        outbox.giveUpAnswers(); // those behind it were refused with it
        if (batch.isSentAsFirst() && reply.outcome() == BatchReply.Outcome.GAP) {
            doubt = new Doubt(batch.batch().producer(), new ProducerPosition(reply.last(), reply.redisSecond()));
            return NextStep.IDENTIFY_REDIS;
        }
        return NextStep.SEND_AGAIN;
    }

    /** The first unconfirmed batch is confirmed. */
    final void confirmFirst(BatchReply reply) {
        PendingBatch batch = outbox.first();
        outbox.confirmFirst(reply.redisSecond());
        ProducerCounters counters = assembler.counters(batch);
        counters.batches.increment();
        if (batch.origin() == PendingBatch.BatchLocation.ANOTHERS_DISK) {
            counters.recovered.add(batch.counted());
        } else {
            counters.acknowledged.add(batch.counted());
            counters.windows.add(batch.firsts());
        }
        assembler.confirmed(batch, reply.missing());
    }

    /** Compares what Redis knows of this producer behind a new connection with what it has confirmed. */
    NextStep onPosition(ProducerPosition position) {
        if (outbox.isKnownBy(position)) {
            return NextStep.GO_ON;
        }
        doubt = new Doubt(producer(), position);
        return NextStep.IDENTIFY_REDIS;
    }

    /**
     * Goes on after {@link NextStep#IDENTIFY_REDIS}.
     *
     * @param isAnother whether this is another Redis than the one that had confirmed, or it was emptied
     * @return what operators are told
     */
    String onIdentity(boolean isAnother) {
        Doubt inDoubt = doubt;
        if (inDoubt == null) {
            throw new IllegalStateException("nothing is in doubt");
        }
        doubt = null;
        if (isAnother) {
            beginAnew(inDoubt.producer);
            return "Redis was emptied or replaced; going on under a new producer id";
        }
        long gone = replay(inDoubt.producer, inDoubt.position);
        String lost = gone == 0 ? "" : "; but for " + gone + " batches, which are not kept any more: see 'replayBytes'";
        return "Redis is back at an older state; what it had confirmed is sent again" + lost;
    }

    /** Gives that producer a new id, under which all that is unconfirmed of it goes out. */
    void beginAnew(String producer) {
        outbox.renumber(producer);
    }

    /** Sends again what was confirmed behind a position; returns how many batches of that are not kept any more. */
    long replay(String producer, ProducerPosition position) {
        return outbox.goBackTo(producer, position);
    }

    /** An attempt failed, and what became of the batches under way is not known: all of them go again, in order. */
    void onFailure() {
        outbox.giveUpAnswers();
        outbox.rewind();
    }
}
