// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.SessionFixture.NOW;
import static dev.centralog.internal.ship.SessionFixture.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.ship.ProducerSession.NextStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each reply of Redis calls for. */
class ProducerSessionTest {
    private final SessionFixture fixture = new SessionFixture();
    private final Outbox outbox = fixture.outbox;
    private final ProducerSession session = fixture.session;

    /** The numbers of what is to be sent now. */
    private List<Long> numbers() {
        return session.toSend().stream().map(each -> each.batch().sequence()).toList();
    }

    @Test
    void applied_orBefore_theNextOneIsFirst() {
        fixture.batches(3);
        fixture.sendAll();

        assertThat(session.onReply(reply(Outcome.APPLIED))).isEqualTo(NextStep.GO_ON);
        assertThat(session.onReply(reply(Outcome.APPLIED_BEFORE, 2))).isEqualTo(NextStep.GO_ON);

        assertThat(outbox.first().batch().sequence()).isEqualTo(3);
        assertThat(session.isDone()).isFalse();
        assertThat(fixture.folder.counters.batches.sum()).isEqualTo(2);
    }

    @Test
    void outOfRange_theFirstMovesAndAllGoAgain() {
        fixture.batch(NOW - 10_000);
        fixture.batches(1);
        fixture.sendAll();

        assertThat(session.onReply(reply(Outcome.OUT_OF_RANGE))).isEqualTo(NextStep.SEND_AGAIN);

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(outbox.first().batch().window().start()).isEqualTo(NOW);
    }

    @Test
    void gap_behindOneThatIsNotConfirmed_isNoLoss() {
        fixture.batches(2);
        fixture.sendAll();
        session.onReply(reply(Outcome.APPLIED));

        assertThat(session.onReply(reply(Outcome.GAP))).isEqualTo(NextStep.SEND_AGAIN);

        assertThat(numbers()).containsExactly(2L);
    }

    private String gapBehindTwoConfirmed(boolean isAnother) {
        fixture.batches(2);
        fixture.sendAll();
        session.onReply(reply(Outcome.APPLIED));
        session.onReply(reply(Outcome.APPLIED));
        fixture.batches(1);
        fixture.sendAll();
        assertThat(session.onReply(reply(Outcome.GAP, 0))).isEqualTo(NextStep.IDENTIFY_REDIS);
        return session.onIdentity(isAnother);
    }

    @Test
    void gap_ofAnotherRedis_whatIsUnconfirmedGoesUnderANewId() {
        String before = session.producer();

        assertThat(gapBehindTwoConfirmed(true)).contains("emptied or replaced");

        assertThat(session.producer()).isNotEqualTo(before);
        assertThat(numbers()).containsExactly(1L);
    }

    @Test
    void gap_ofAnOlderState_whatWasConfirmedGoesAgain() {
        String before = session.producer();

        assertThat(gapBehindTwoConfirmed(false)).contains("older state").doesNotContain("not kept");

        assertThat(session.producer()).isEqualTo(before);
        assertThat(numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void position_behindWhatWasConfirmed_isInDoubt() {
        fixture.batches(2);
        fixture.sendAll();
        session.onReply(reply(Outcome.APPLIED));
        session.onReply(reply(Outcome.APPLIED));

        assertThat(session.onPosition(new ProducerPosition(2, NOW))).isEqualTo(NextStep.GO_ON);
        assertThat(session.onPosition(new ProducerPosition(1, NOW))).isEqualTo(NextStep.IDENTIFY_REDIS);
        session.onIdentity(false);

        assertThat(numbers()).containsExactly(2L);
        assertThatThrownBy(() -> session.onIdentity(false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failure_allGoAgainAsTheyWere() {
        fixture.batches(2);
        List<PendingBatch> first = session.toSend();
        fixture.sendAll();
        assertThat(session.toSend()).isEmpty();

        session.onFailure();

        assertThat(session.toSend()).isEqualTo(first);
        fixture.sendAll();
        assertThat(fixture.folder.counters.resent.sum()).isEqualTo(2);
    }

    @Test
    void replies_halfOfManyAllOfFew() {
        fixture.batches(3);
        fixture.sendAll();
        assertThat(session.repliesToAwait(false)).isEqualTo(3);

        fixture.batches(7);
        fixture.sendAll();
        assertThat(session.repliesToAwait(false)).isEqualTo(5);
        assertThat(session.repliesToAwait(true)).isEqualTo(10);
    }
}
