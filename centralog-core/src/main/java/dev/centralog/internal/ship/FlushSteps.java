// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.ship.ProducerSession.NextStep;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/*
 *   CONNECT ─> [settle] ─┐
 *                        v
 *   ┌──────────────────> DRAIN ─> [settle] ─> SEND ─> [AWAIT_REPLY, one a reply]
 *   └─ END_ROUND <─ [settle] <───────────────────────────────┘
 *          └─> DONE, once nothing is unconfirmed or left to be drained; or if nothing could be sent
 *
 * To settle is to RETIRE ids and to ASK about ids, as long as the session has any: about all of them after a new connection
 * and now and then; about new ones before a batch of them is sent; and about those that a reply calls for.
 *
 * A reply that calls for sending again ends the round: no batch counts as under way then, and the next SEND sends all of
 * them. A connection counts as accepted only when all questions of its verification are settled: if a flush fails before
 * that, the next one asks again.
 */

/**
 * The order of the steps of one flush. It says which step is next; its driver does that step and reports the result. So it
 * has no clock, does no I/O, and never waits. A flush that fails is given up where it is, and another one begins.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class FlushSteps {
    private final ProducerSession session;
    private Step next = Step.CONNECT;
    private Step afterSettling = Step.DRAIN;
    private boolean isMoreToDrain;
    private boolean wasUnderWay;
    private int repliesLeft;

    FlushSteps(ProducerSession session) {
        this.session = session;
    }

    /** The steps of a flush. */
    enum Step {
        CONNECT,
        /** The question what Redis knows of {@link #toAsk}. */
        ASK,
        /** The request to retire the producer id of {@link #toRetire}. */
        RETIRE,
        /** The end of the verification: all of its questions are settled. */
        ACCEPT_CONNECTION,
        DRAIN,
        SEND,
        /** The wait for the reply to the first unconfirmed batch. */
        AWAIT_REPLY,
        /** The end of a round: the awaited replies have come. */
        END_ROUND,
        DONE
    }

    /** Returns the step to do now. */
    Step next() {
        return next;
    }

    /**
     * Follows {@link Step#CONNECT}.
     *
     * @param doVerify whether Redis is to be asked about everything that it confirmed: on another connection than the last
     *     one that was accepted, and now and then
     */
    void onConnected(boolean doVerify) {
        if (doVerify) {
            session.askAboutAll();
        }
        settle(doVerify ? Step.ACCEPT_CONNECTION : Step.DRAIN);
    }

    private void settle(Step then) {
        afterSettling = then;
        goOnSettling();
    }

    private void goOnSettling() {
        if (session.toRetire() != null) {
            next = Step.RETIRE;
        } else if (!session.toAsk().isEmpty()) {
            next = Step.ASK;
        } else {
            next = afterSettling;
        }
    }

    /** Returns the ids that {@link Step#ASK} is about. */
    List<UUID> toAsk() {
        List<UUID> all = session.toAsk();
        return all.subList(0, Math.min(all.size(), BatchTransport.MOST_ASKED));
    }

    /** Follows {@link Step#ASK}. */
    void onStates(List<UUID> asked, ProducerStates states) {
        session.onStates(asked, states);
        goOnSettling();
    }

    /** Returns the chain that {@link Step#RETIRE} is about; null if there is none. */
    @Nullable
    Chain toRetire() {
        return session.toRetire();
    }

    /** Follows {@link Step#RETIRE}. */
    void onRetired(ProducerStates states) {
        session.onRetired(states);
        goOnSettling();
    }

    /** Follows {@link Step#ACCEPT_CONNECTION}. */
    void onAccepted() {
        next = Step.DRAIN;
    }

    /**
     * Follows {@link Step#DRAIN}.
     *
     * @param isMore whether there is more to drain
     */
    void onDrained(boolean isMore) {
        isMoreToDrain = isMore;
        session.onDrained();
        settle(Step.SEND);
    }

    /**
     * Follows {@link Step#SEND}.
     *
     * @param all whether a caller waits for all replies
     */
    void onSent(boolean all) {
        repliesLeft = session.repliesToAwait(all);
        wasUnderWay = repliesLeft > 0;
        awaitNextReply();
    }

    /** Follows {@link Step#AWAIT_REPLY}. */
    void onReply(BatchReply reply) {
        repliesLeft--;
        if (session.onReply(reply) == NextStep.GO_ON) {
            awaitNextReply();
        } else {
            settle(Step.END_ROUND);
        }
    }

    private void awaitNextReply() {
        next = repliesLeft > 0 && session.isFirstUnderWay() ? Step.AWAIT_REPLY : Step.END_ROUND;
    }

    /** Follows {@link Step#END_ROUND}. */
    void onRoundEnded() {
        next = isMoreToDrain || (wasUnderWay && !session.isDone()) ? Step.DRAIN : Step.DONE;
    }
}
