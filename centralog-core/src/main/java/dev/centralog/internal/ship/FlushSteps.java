// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.ship.ProducerSession.NextStep;

/*
 *   CONNECT ─> [ASK_POSITION ─> [IDENTIFY_REDIS] ─> ACCEPT_CONNECTION] ─┐
 *                                                                      v
 *   ┌───────────────────────────────────────────────────────────────> DRAIN ─> SEND ─> [AWAIT_REPLY, one a reply]
 *   └─ END_ROUND <─ [IDENTIFY_REDIS] <──────────────────────────────────────────────────────┘
 *          └─> DONE, once nothing is unconfirmed or left to be drained; or could be sent, as it can't be had
 *
 * A reply that calls for sending again ends the round: the session takes nothing for under way then, and the next SEND
 * takes all of it. A connection counts as seen when what was behind it has been dealt with, and not before: a flush that fails in between
 * begins anew with the question.
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
    private Step afterIdentity = Step.DRAIN;
    private boolean isMoreToDrain;
    private boolean wasUnderWay;
    private int repliesLeft;

    FlushSteps(ProducerSession session) {
        this.session = session;
    }

    /** What a flush does. */
    enum Step {
        CONNECT,
        /** How far Redis is with this producer's batches, behind a new connection. */
        ASK_POSITION,
        /** Whether this is another Redis than the one that had confirmed. */
        IDENTIFY_REDIS,
        /** What is behind the new connection is dealt with. */
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
     * @param isNew whether it is another connection than the last one that was accepted
     */
    void onConnected(boolean isNew) {
        next = isNew ? Step.ASK_POSITION : Step.DRAIN;
    }

    /** Follows {@link Step#ASK_POSITION}. */
    void onPosition(ProducerPosition position) {
        take(session.onPosition(position), Step.ACCEPT_CONNECTION);
    }

    /** Follows {@link Step#IDENTIFY_REDIS}; returns what operators are told. */
    String onIdentity(boolean isAnother) {
        String said = session.onIdentity(isAnother);
        next = afterIdentity;
        return said;
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
        next = Step.SEND;
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
        NextStep step = session.onReply(reply);
        if (step == NextStep.GO_ON) {
            awaitNextReply();
        } else {
            take(step, Step.END_ROUND);
        }
    }

    private void awaitNextReply() {
        next = repliesLeft > 0 ? Step.AWAIT_REPLY : Step.END_ROUND;
    }

    /** Follows {@link Step#END_ROUND}. */
    void onRoundEnded() {
        next = isMoreToDrain || (wasUnderWay && !session.isDone()) ? Step.DRAIN : Step.DONE;
    }

    private void take(NextStep step, Step then) {
        afterIdentity = then;
        next = step == NextStep.IDENTIFY_REDIS ? Step.IDENTIFY_REDIS : then;
    }
}
