// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.DrainedFolder;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.ship.ProducerSession.NextStep;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What each reply of Redis calls for. */
class ProducerSessionTest {
    private static final long NOW = 1_800_000_000;

    private final DrainedFolder folder = new DrainedFolder(1 << 20);
    private final Map<Signal, DrainSource> sources = Map.of(Signal.EVENTS, folder.windows);
    private final Map<Signal, ProducerCounters> counters = Map.of(Signal.EVENTS, folder.counters);
    private final Outbox outbox = new Outbox(
            new ReplayBuffer(1 << 20),
            new SpillBuffer(counters, new RateLimitedStatus((severity, message, cause) -> {}, Clock.system()), null));
    private final BatchAssembler assembler =
            new BatchAssembler(sources, new DropReporter(counters, new DropReporter.Encoder() {
                @Override
                public byte[] group(DropReporter.Kind kind) {
                    return new byte[0];
                }

                @Override
                public byte[] payload(DropReporter.Kind kind) {
                    return new byte[0];
                }
            }));
    private final ProducerSession session = new ProducerSession(outbox, assembler);

    private void batch(long second) {
        outbox.line(Window.second(second), new DrainedCount(new BatchLine(new byte[16], 1, new byte[0]), null, true));
        outbox.endOfWindow();
    }

    private void batches(int number) {
        for (int i = 0; i < number; i++) {
            batch(NOW);
        }
    }

    private void sendAll() {
        session.toSend().forEach(each -> session.onSent(each, new CompletableFuture<>()));
    }

    private static BatchReply reply(Outcome outcome, long last) {
        return new BatchReply(outcome, NOW, last, List.of());
    }

    private static BatchReply reply(Outcome outcome) {
        return reply(outcome, 0);
    }

    /** The numbers of what is to be sent now. */
    private List<Long> numbers() {
        return session.toSend().stream().map(each -> each.batch().sequence()).toList();
    }

    @Test
    void applied_orBefore_theNextOneIsFirst() {
        batches(3);
        sendAll();

        assertThat(session.onReply(reply(Outcome.APPLIED))).isEqualTo(NextStep.GO_ON);
        assertThat(session.onReply(reply(Outcome.APPLIED_BEFORE, 2))).isEqualTo(NextStep.GO_ON);

        assertThat(outbox.first().batch().sequence()).isEqualTo(3);
        assertThat(session.isDone()).isFalse();
        assertThat(folder.counters.batches.sum()).isEqualTo(2);
    }

    @Test
    void outOfRange_theFirstMovesAndAllGoAgain() {
        batch(NOW - 10_000);
        batches(1);
        sendAll();

        assertThat(session.onReply(reply(Outcome.OUT_OF_RANGE))).isEqualTo(NextStep.SEND_AGAIN);

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(outbox.first().batch().window().start()).isEqualTo(NOW);
    }

    @Test
    void gap_behindOneThatIsNotConfirmed_isNoLoss() {
        batches(2);
        sendAll();
        session.onReply(reply(Outcome.APPLIED));

        assertThat(session.onReply(reply(Outcome.GAP))).isEqualTo(NextStep.SEND_AGAIN);

        assertThat(numbers()).containsExactly(2L);
    }

    private String gapBehindTwoConfirmed(boolean isAnother) {
        batches(2);
        sendAll();
        session.onReply(reply(Outcome.APPLIED));
        session.onReply(reply(Outcome.APPLIED));
        batches(1);
        sendAll();
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
        batches(2);
        sendAll();
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
        batches(2);
        List<PendingBatch> first = session.toSend();
        sendAll();
        assertThat(session.toSend()).isEmpty();

        session.onFailure();

        assertThat(session.toSend()).isEqualTo(first);
        sendAll();
        assertThat(folder.counters.resent.sum()).isEqualTo(2);
    }

    @Test
    void replies_halfOfManyAllOfFew() {
        batches(3);
        sendAll();
        assertThat(session.repliesToAwait(false)).isEqualTo(3);

        batches(7);
        sendAll();
        assertThat(session.repliesToAwait(false)).isEqualTo(5);
        assertThat(session.repliesToAwait(true)).isEqualTo(10);
    }
}
