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
 *          └─> DONE, once nothing is unconfirmed or left to be drained; or could be sent, as it can't be had
 *
 * To settle is to RETIRE ids and to ASK about ids, as long as the session has any: behind a new connection and now and then
 * about all of them; about new ones before something of them is sent; and whatever a reply calls for.
 *
 * A reply that calls for sending again ends the round: the session takes nothing for under way then, and the next SEND
 * takes all of it. A connection counts as accepted when what was behind it has been dealt with, and not before: a flush that
 * fails in between begins anew with the question.
 */

/**
 * The order of what one flush does. It says what is next, and whoever drives it does that and tells what came of it; so it
 * has no clock, does no I/O, and never waits. A flush that fails is left where it is, and another one begins.
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

    /** What a flush does. */
    enum Step {
        CONNECT,
        /** What Redis knows of {@link #toAsk}. */
        ASK,
        /** Ends the producer id of {@link #toRetire}. */
        RETIRE,
        /** What is behind the connection is dealt with. */
        ACCEPT_CONNECTION,
        DRAIN,
        SEND,
        /** The reply to the first unconfirmed batch. */
        AWAIT_REPLY,
        /** The end of a round: Redis has answered what was awaited. */
        END_ROUND,
        DONE
    }

    /** What is to be done now. */
    Step next() {
        return next;
    }

    /**
     * Follows {@link Step#CONNECT}.
     *
     * @param doVerify whether Redis is to be asked about all that it had confirmed: behind another connection than the last one
     *     that was accepted, and now and then
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

    /** The ids that {@link Step#ASK} is about. */
    List<UUID> toAsk() {
        List<UUID> all = session.toAsk();
        return all.subList(0, Math.min(all.size(), BatchTransport.MOST_ASKED));
    }

    /** Follows {@link Step#ASK}. */
    void onStates(List<UUID> asked, ProducerStates states) {
        session.onStates(asked, states);
        goOnSettling();
    }

    /** The chain that {@link Step#RETIRE} is about. */
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
     * @param isMore whether something was left
     */
    void onDrained(boolean isMore) {
        isMoreToDrain = isMore;
        session.onDrained();
        settle(Step.SEND);
    }

    /**
     * Follows {@link Step#SEND}.
     *
     * @param all whether somebody waits for all replies
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
