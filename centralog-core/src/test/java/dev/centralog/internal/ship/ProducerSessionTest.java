// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.SessionFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.ship.ProducerSession.NextStep;
import dev.centralog.internal.spill.ModelDisk;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The session's reactions to replies and states of Redis: the rows of the table in docs/protocol.md. */
class ProducerSessionTest {
    private final SessionFixture fixture = new SessionFixture();
    private final Outbox outbox = fixture.outbox;
    private final ProducerSession session = fixture.session;
    private final ModelRedis redis = fixture.redis;

    /** Returns the numbers of the batches to send now. */
    private List<Long> numbers() {
        return session.toSend().stream().map(PendingBatch::sequence).toList();
    }

    private void shipped(int batches) {
        fixture.batches(batches);
        fixture.ship();
    }

    /** Returns a way back to what Redis holds now. */
    private Runnable snapshot() {
        return snapshot(redis);
    }

    private static Runnable snapshot(ModelRedis of) {
        ModelRedis.State then = of.state().copy();
        return () -> of.state(then.copy());
    }

    @Test
    void applied_theNextOneIsFirst() {
        fixture.batches(3);
        fixture.sendAll();

        assertThat(session.onReply(fixture.apply(outbox.first()))).isEqualTo(NextStep.GO_ON);
        assertThat(session.onReply(fixture.apply(outbox.first()))).isEqualTo(NextStep.GO_ON);

        assertThat(outbox.first().sequence()).isEqualTo(3);
        assertThat(session.isDone()).isFalse();
        assertThat(fixture.folder.counters.batches.sum()).isEqualTo(2);
    }

    @Test
    void outOfRange_theFirstMovesAndAllGoAgain() {
        fixture.batch(NOW - 10_000);
        fixture.batches(1);
        fixture.sendAll();

        assertThat(session.onReply(fixture.apply(outbox.first()))).isEqualTo(NextStep.SEND_AGAIN);

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(outbox.first().batch().window().start()).isEqualTo(NOW);
    }

    @Test
    void reply_lost_isConfirmedByTheTokensOnceItIsSentAgain() {
        fixture.batches(3);
        fixture.sendAll();
        PendingBatch first = outbox.first();
        fixture.apply(first);
        session.onFailure();

        fixture.ship();

        assertThat(fixture.counted()).isEqualTo(3);
        assertThat(fixture.folder.counters.batches.sum()).isEqualTo(3);
        assertThat(fixture.told).isEmpty();
    }

    @Test
    void successor_thatOvertookAnother_isNoLoss() {
        fixture.batches(2);
        fixture.sendAll();
        PendingBatch second = outbox.unsecured().get(1);
        BatchReply early = fixture.apply(second);
        assertThat(early.outcome()).isEqualTo(BatchReply.Outcome.NOT_NEXT);
        session.onReply(fixture.apply(outbox.first()));

        assertThat(session.onReply(early)).isEqualTo(NextStep.SEND_AGAIN);

        UUID before = fixture.producer();
        fixture.ship();
        assertThat(fixture.producer()).isEqualTo(before);
        assertThat(fixture.counted()).isEqualTo(2);
        assertThat(fixture.told).isEmpty();
    }

    @Test
    void redis_emptied_whatIsUnconfirmedGoesUnderANewId_andNothingElse() {
        shipped(2);
        UUID before = fixture.producer();
        redis.wipe();

        shipped(1);

        assertThat(fixture.counted()).isEqualTo(1);
        assertThat(fixture.producer()).isNotEqualTo(before);
        assertThat(fixture.told).singleElement().asString().contains("emptied or replaced", "confirmed 2 events");
    }

    @Test
    void redis_emptiedWhileIdle_isFoundByAsking() {
        shipped(2);
        redis.wipe();

        fixture.verify();

        assertThat(fixture.told).singleElement().asString().contains("emptied or replaced");
        fixture.verify();
        assertThat(fixture.told).hasSize(1);
        shipped(1);
        assertThat(fixture.counted()).isEqualTo(1);
    }

    @Test
    void redis_atAnOlderState_getsAgainWhatItHadConfirmed() {
        shipped(1);
        Runnable older = snapshot();
        shipped(2);
        UUID before = fixture.producer();
        older.run();

        fixture.verify();
        assertThat(numbers()).containsExactly(2L, 3L);
        shipped(1);

        assertThat(fixture.producer()).isEqualTo(before);
        assertThat(fixture.counted()).isEqualTo(4);
        assertThat(fixture.told).singleElement().asString().contains("older state", "2 events", "2 batches");
    }

    @Test
    void redis_atAnOlderState_isFoundByTheNextBatch() {
        shipped(1);
        Runnable older = snapshot();
        shipped(2);
        older.run();

        shipped(1);

        assertThat(fixture.counted()).isEqualTo(4);
        assertThat(fixture.told).singleElement().asString().contains("older state");
    }

    @Test
    void redis_olderThanWhatIsKept_theRestGoesUnderANewId_andItIsSaid() {
        SessionFixture small = new SessionFixture(redis, 0, 200);
        small.batches(1);
        small.ship();
        Runnable older = snapshot();
        small.batches(5);
        small.ship();
        UUID before = small.producer();
        older.run();

        small.batches(1);
        small.ship();

        assertThat(small.producer()).isNotEqualTo(before);
        assertThat(small.counted()).isEqualTo(1 + 2 + 1); // two of five are kept
        assertThat(small.told)
                .singleElement()
                .asString()
                .contains("older state", "; 3 more batches are no longer kept", "replayBytes");
        assertThat(redis.state().markers)
                .hasEntrySatisfying(before, marker -> assertThat(marker.kind()).isEqualTo(Marker.Kind.RETIRED));
    }

    @Test
    void marker_trimmed_whatWaitsGoesUnderANewId_withoutAWord() {
        shipped(2);
        UUID before = fixture.producer();
        redis.state().trimmedMillis = redis.millis();
        redis.state().markers.clear();

        fixture.verify();
        shipped(2);

        assertThat(fixture.counted()).isEqualTo(4);
        assertThat(fixture.producer()).isNotEqualTo(before);
        assertThat(fixture.told).isEmpty();
    }

    /** Removes counts, as DEL or an eviction does, and the markers alone: the book is one key, so that takes a hand in it. */
    @Test
    void marker_removed_isAnOlderState() {
        shipped(2);
        redis.state().markers.clear();
        redis.state().counts.clear();

        shipped(1);

        assertThat(fixture.counted()).isEqualTo(3);
    }

    @Test
    void book_removed_nothingThatWasConfirmedGoesAgain() {
        shipped(2);
        redis.removeBook();

        shipped(1);

        assertThat(fixture.counted()).isEqualTo(3);
        assertThat(fixture.told).singleElement().asString().contains("emptied or replaced");
    }

    /**
     * Tests clones, which go on from one snapshot, under one id and one number: everything that either logs is counted, once.
     */
    @Test
    void clones_allOfBothIsCounted() {
        shipped(3);
        SessionFixture clone = new SessionFixture(redis, 0, 1 << 20);
        clone.batches(3); // the same numbers and tokens: as if it had confirmed them
        clone.sendAll();
        clone.session.onFailure();
        clone.ship();
        assertThat(clone.producer()).isEqualTo(fixture.producer());
        assertThat(clone.counted()).isEqualTo(3);

        clone.drawFrom(1000);
        for (int i = 0; i < 3; i++) {
            clone.batches(i < 2 ? 5 : 1);
            clone.ship();
            shipped(4);
        }

        assertThat(fixture.counted()).isEqualTo(3 + 5 + 5 + 1 + 12);
        assertThat(clone.producer()).isNotEqualTo(fixture.producer());
        assertThat(clone.outbox.numbering().process())
                .isNotEqualTo(fixture.outbox.numbering().process());
    }

    @Test
    void clones_withTheSameBatchesUnderWay_countThoseOnce() {
        shipped(1);
        SessionFixture clone = new SessionFixture(redis, 0, 1 << 20);
        clone.batches(1);
        clone.ship();
        fixture.batches(4);
        clone.batches(4);
        clone.drawFrom(1000);
        clone.batches(1);
        clone.ship();
        fixture.batches(2);

        fixture.ship();

        assertThat(fixture.counted()).isEqualTo(1 + 4 + 1 + 2);
    }

    @Test
    void id_retiredBySomebody_isLeft_exactly() {
        fixture.batches(3);
        fixture.sendAll();
        fixture.apply(outbox.first());
        redis.retire(fixture.producer(), session.standing(outbox.first()).redisId());
        session.onFailure();

        fixture.ship();
        shipped(1);

        assertThat(fixture.counted()).isEqualTo(4);
        assertThat(fixture.told).isEmpty();
    }

    @Test
    void id_retiredHere_andRedisAtAStateBeforeThat_isRetiredAgain() {
        SessionFixture small = new SessionFixture(redis, 0, 400);
        small.batches(1);
        small.ship();
        Runnable oldest = snapshot();
        small.batches(6);
        small.ship();
        oldest.run();
        Runnable beforeRetirement = snapshot();
        small.verify();
        small.ship();
        long counted = small.counted();
        beforeRetirement.run();

        small.verify();
        small.ship();
        small.batches(1);
        small.ship();

        assertThat(small.counted()).isEqualTo(counted + 1);
    }

    /** Tests a Redis that has also lost the batches under the old id, which are not kept. */
    @Test
    void redis_olderThanAnIdThatWasRetired_andWhatIsKept_isSaid() {
        SessionFixture small = new SessionFixture(redis, 0, 400);
        redis.ask(List.of());
        Runnable oldest = snapshot();
        small.batches(1);
        small.ship();
        Runnable older = snapshot();
        small.batches(6);
        small.ship();
        older.run();
        small.verify();
        small.ship();
        assertThat(small.told).singleElement().asString().contains("; 1 more batches are no longer kept");
        small.told.clear();
        oldest.run();

        small.verify();
        small.ship();

        assertThat(small.counted()).isEqualTo(5);
        assertThat(small.told)
                .anySatisfy(message -> assertThat(message).contains("; 1 more batches are no longer kept"));
    }

    /**
     * Tests late copies: they are applied under the id that was left, once Redis is at a state before that. The batches are
     * on disk.
     */
    @Test
    void batches_readBackThatAreAppliedElsewhere_areConfirmed_andHoldUpNothing() {
        SessionFixture spilling = SessionFixture.spilling(new ModelDisk());
        spilling.batches(1);
        spilling.ship();
        Runnable beforeRetirement = snapshot(spilling.redis);
        spilling.batches(2);
        spilling.outbox.toDisk();
        spilling.outbox.readBack();
        List<PendingBatch> late = spilling.outbox.early();
        List<Batch> copies = late.stream().map(PendingBatch::batch).toList();
        Standing standing = spilling.session.standing(late.get(0));
        spilling.redis.retire(spilling.producer(), standing.redisId());
        spilling.verify();
        assertThat(copies.get(0).producer()).isNotEqualTo(spilling.producer());

        spilling.session.onFailure();
        beforeRetirement.run();
        assertThat(spilling.apply(copies.get(0), standing).outcome()).isEqualTo(BatchReply.Outcome.APPLIED);
        spilling.verify();
        spilling.ship();

        assertThat(spilling.counted()).isEqualTo(3);
        assertThat(spilling.folder.counters.batches.sum()).isEqualTo(3);
    }

    /** Tests the vector of docs/protocol.md. */
    @Test
    void newId_isMadeOfTheOldOneAndTheFirstToken() {
        assertThat(BatchNumber.renamed(new UUID(0x0001020304050607L, 0x08090a0b0c0d0e0fL), 0x1011121314151617L))
                .hasToString("0bd1cc9e-0d39-41be-a6f5-12469ae14973");
    }

    @Test
    void failure_allGoAgainAsTheyWere_theFirstOneAlone() {
        fixture.batches(2);
        fixture.settle();
        List<PendingBatch> first = session.toSend();
        fixture.sendAll();
        assertThat(session.toSend()).isEmpty();

        session.onFailure();

        assertThat(session.toSend()).containsExactly(first.get(0));
        fixture.ship();
        assertThat(fixture.counted()).isEqualTo(2);
        assertThat(fixture.folder.counters.resent.sum()).isEqualTo(2);
    }

    /** Thousands of processes may have as much to send when Redis is available again. */
    @Test
    void failure_ofManyBatches_goAgainAFewAtATime_untilRepliesCome() {
        fixture.batches(20);
        session.onFailure();

        fixture.sendAll();
        assertThat(session.toSend()).isEmpty();
        assertThat(session.repliesToAwait(true)).isOne();

        session.onReply(fixture.apply(fixture.outbox.first()));
        fixture.sendAll();
        assertThat(session.repliesToAwait(true)).isEqualTo(2);
        session.onFailure();
        fixture.ship();
        assertThat(fixture.counted()).isEqualTo(20);
    }

    @Test
    void batches_asManyAsRedisKnowsTokensOf_areUnderWay() {
        fixture.batches(40);

        fixture.sendAll();

        assertThat(session.repliesToAwait(true)).isEqualTo(16);
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
