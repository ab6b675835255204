// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.SessionFixture.NOW;
import static dev.centralog.internal.ship.SessionFixture.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.ship.FlushSteps.Step;
import org.junit.jupiter.api.Test;

/** The order of what a flush does. */
class FlushStepsTest {
    private final SessionFixture fixture = new SessionFixture();
    private final FlushSteps steps = new FlushSteps(fixture.session);

    private void drainAndSend(int batches, boolean isMore) {
        assertThat(steps.next()).isEqualTo(Step.DRAIN);
        fixture.batches(batches);
        steps.onDrained(isMore);
        assertThat(steps.next()).isEqualTo(Step.SEND);
        fixture.sendAll();
        steps.onSent(false);
    }

    private void take(Outcome outcome) {
        assertThat(steps.next()).isEqualTo(Step.AWAIT_REPLY);
        steps.onReply(reply(outcome));
    }

    private void endRound() {
        assertThat(steps.next()).isEqualTo(Step.END_ROUND);
        steps.onRoundEnded();
    }

    @Test
    void flush_ofWhatFits_isOneRound() {
        assertThat(steps.next()).isEqualTo(Step.CONNECT);
        steps.onConnected(false);
        drainAndSend(2, false);
        take(Outcome.APPLIED);
        take(Outcome.APPLIED_BEFORE);
        endRound();

        assertThat(steps.next()).isEqualTo(Step.DONE);
    }

    @Test
    void flush_ofMore_goesOnUntilNothingIsLeft() {
        steps.onConnected(false);
        drainAndSend(1, true);
        take(Outcome.APPLIED);
        endRound();
        drainAndSend(0, false);
        endRound();

        assertThat(steps.next()).isEqualTo(Step.DONE);
    }

    /** Such as files that can't be read or deleted: the next flush looks again. */
    @Test
    void flush_thatHasNothingToSend_ends_whateverIsNotConfirmed() {
        fixture.batches(1);
        steps.onConnected(false);
        steps.onDrained(false);
        steps.onSent(false);
        endRound();

        assertThat(fixture.session.isDone()).isFalse();
        assertThat(steps.next()).isEqualTo(Step.DONE);
    }

    @Test
    void replies_ofManyBatches_areAwaitedByHalf() {
        steps.onConnected(false);
        drainAndSend(10, false);
        for (int i = 0; i < 5; i++) {
            take(Outcome.APPLIED);
        }
        endRound();

        drainAndSend(0, false);
        assertThat(steps.next()).isEqualTo(Step.AWAIT_REPLY);
    }

    @Test
    void refusal_endsTheRound_andAllGoesAgain() {
        steps.onConnected(false);
        drainAndSend(3, false);
        take(Outcome.OUT_OF_RANGE);
        endRound();

        drainAndSend(0, false);
        take(Outcome.APPLIED);
    }

    @Test
    void gap_behindWhatWasConfirmed_asksWhichRedisItIs() {
        steps.onConnected(false);
        drainAndSend(1, false);
        take(Outcome.APPLIED);
        endRound();
        fixture.batches(1);
        FlushSteps another = new FlushSteps(fixture.session);
        another.onConnected(false);
        another.onDrained(false);
        fixture.sendAll();
        another.onSent(false);

        another.onReply(reply(Outcome.GAP));

        assertThat(another.next()).isEqualTo(Step.IDENTIFY_REDIS);
        assertThat(another.onIdentity(true)).contains("emptied or replaced");
        assertThat(another.next()).isEqualTo(Step.END_ROUND);
    }

    @Test
    void newConnection_ofARedisThatKnowsAll_isAccepted() {
        steps.onConnected(true);
        assertThat(steps.next()).isEqualTo(Step.ASK_POSITION);

        steps.onPosition(new ProducerPosition(0, NOW));

        assertThat(steps.next()).isEqualTo(Step.ACCEPT_CONNECTION);
        steps.onAccepted();
        assertThat(steps.next()).isEqualTo(Step.DRAIN);
    }

    /** Were it accepted before, an attempt that fails in between would never ask again. */
    @Test
    void newConnection_ofARedisThatHasLostSome_isAcceptedOnceItIsKnownWhichItIs() {
        steps.onConnected(false);
        drainAndSend(1, false);
        take(Outcome.APPLIED);
        endRound();
        FlushSteps another = new FlushSteps(fixture.session);
        another.onConnected(true);

        another.onPosition(new ProducerPosition(0, NOW));

        assertThat(another.next()).isEqualTo(Step.IDENTIFY_REDIS);
        assertThat(another.onIdentity(false)).contains("older state");
        assertThat(another.next()).isEqualTo(Step.ACCEPT_CONNECTION);
    }
}
