// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.FlushSteps.Step;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The order of the steps of a flush. */
class FlushStepsTest {
    private final SessionFixture fixture = new SessionFixture();
    private final FlushSteps steps = new FlushSteps(fixture.session);

    private void ask(FlushSteps flush) {
        assertThat(flush.next()).isEqualTo(Step.ASK);
        List<UUID> asked = flush.toAsk();
        flush.onStates(asked, fixture.redis.ask(asked));
    }

    private void drainAndSend(int batches, boolean isMore) {
        assertThat(steps.next()).isEqualTo(Step.DRAIN);
        fixture.batches(batches);
        steps.onDrained(isMore);
        if (steps.next() == Step.ASK) {
            ask(steps);
        }
        assertThat(steps.next()).isEqualTo(Step.SEND);
        fixture.sendAll();
        steps.onSent(false);
    }

    private void take() {
        assertThat(steps.next()).isEqualTo(Step.AWAIT_REPLY);
        steps.onReply(fixture.apply(fixture.outbox.first()));
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
        take();
        take();
        endRound();

        assertThat(steps.next()).isEqualTo(Step.DONE);
    }

    /** Tests when an id is asked about: just before it is used, so that its standing is as fresh as can be. */
    @Test
    void id_thatIsNew_isAskedAboutBeforeSomethingOfItIsSent() {
        steps.onConnected(false);
        fixture.batches(1);
        steps.onDrained(false);
        assertThat(steps.toAsk()).containsExactly(fixture.producer());
        ask(steps);

        assertThat(steps.next()).isEqualTo(Step.SEND);
    }

    @Test
    void flush_ofMore_goesOnUntilNothingIsLeft() {
        steps.onConnected(false);
        drainAndSend(1, true);
        take();
        endRound();
        drainAndSend(0, false);
        endRound();

        assertThat(steps.next()).isEqualTo(Step.DONE);
    }

    /** Tests batches that can't be sent, such as files that can't be read or deleted: the next flush looks again. */
    @Test
    void flush_thatHasNothingToSend_ends_whateverIsNotConfirmed() {
        fixture.batches(1);
        steps.onConnected(false);
        steps.onDrained(false);
        ask(steps);
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
            take();
        }
        endRound();

        drainAndSend(0, false);
        assertThat(steps.next()).isEqualTo(Step.AWAIT_REPLY);
    }

    @Test
    void refusal_endsTheRound_andAllGoesAgain() {
        steps.onConnected(false);
        fixture.batch(SessionFixture.NOW - 10_000);
        drainAndSend(2, false);
        take();
        endRound();

        drainAndSend(0, false);
        take();
    }

    @Test
    void id_thatHasToBeLeft_isRetired_andTheNextOneAskedAbout() {
        fixture.batches(2);
        fixture.ship();
        fixture.redis.retire(
                fixture.producer(),
                Objects.requireNonNull(fixture.outbox.ownOrNull()).standing().redisId());
        steps.onConnected(false);
        drainAndSend(1, false);
        take();

        ask(steps);
        endRound();
        drainAndSend(0, false);
        take();
        endRound();
        assertThat(steps.next()).isEqualTo(Step.DONE);
    }

    /** Tests when a connection is accepted: if it were earlier, a flush after a failure in between would never ask again. */
    @Test
    void newConnection_isAcceptedOnceAllIsAsked() {
        fixture.batches(1);
        fixture.ship();
        steps.onConnected(true);
        ask(steps);

        assertThat(steps.next()).isEqualTo(Step.ACCEPT_CONNECTION);
        steps.onAccepted();
        assertThat(steps.next()).isEqualTo(Step.DRAIN);
    }

    @Test
    void newConnection_ofAProducerThatHasSentNothing_isAcceptedAtOnce() {
        steps.onConnected(true);

        assertThat(steps.next()).isEqualTo(Step.ACCEPT_CONNECTION);
    }
}
