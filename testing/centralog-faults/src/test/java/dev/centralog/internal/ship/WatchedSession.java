// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import dev.centralog.simulation.Mutant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session that reports to the books; a mutant makes it break a rule of the protocol. */
final class WatchedSession extends ProducerSession {
    private final Outbox outbox;
    private final BatchWatcher books;
    private final WatchedBatches batches;
    private final ShippingChecks checks;
    private final @Nullable Mutant mutant;

    WatchedSession(
            Outbox outbox,
            BatchAssembler assembler,
            Clock clock,
            WatchedBatches batches,
            ShippingChecks checks,
            @Nullable Mutant mutant) {
        super(outbox, assembler, clock, (kind, message) -> checks.onTold(message));
        this.outbox = outbox;
        this.books = batches.books();
        this.batches = batches;
        this.checks = checks;
        this.mutant = mutant;
    }

    @Override
    NextStep onReply(BatchReply reply) {
        PendingBatch first = outbox.first();
        Batch before = batches.asSent(first.batch());
        if (mutant == Mutant.GAP_IS_SKIPPED && reply.outcome() == BatchReply.Outcome.NOT_NEXT) {
            return super.onReply(BatchReply.applied(reply.redisMillis(), 0, List.of()));
        }
        NextStep step = super.onReply(reply);
        if (reply.outcome() == BatchReply.Outcome.OUT_OF_RANGE) {
            books.moved(before, batches.asSent(first.batch()));
        }
        return step;
    }

    @Override
    void onConfirmed(PendingBatch batch) {
        Batch asSent = batches.asSent(batch.batch());
        books.confirmed(asSent);
        checks.onConfirmed(batch, asSent);
    }

    /** Retires an id, or, with a mutant, only pretends to. */
    ProducerStates retire(BatchTransport store, Chain chain) {
        if (mutant != Mutant.MOVED_UNRETIRED) {
            return store.retire(chain.id(), chain.standing().redisId());
        }
        ProducerStates states = store.ask(List.of(chain.id()));
        Marker marker = states.markers().get(0);
        return new ProducerStates(
                states.redisMillis(),
                states.redisId(),
                states.trimmedMillis(),
                List.of(new Marker(Marker.Kind.RETIRED, marker.last(), marker.seenMillis(), marker.tokens())));
    }

    @Override
    void sendAgain(Chain chain, List<Batch> lost) {
        if (mutant != Mutant.NO_REPLAY) {
            checks.onSentAgain(lost);
            super.sendAgain(chain, lost);
        }
    }

    @Override
    Chain moveTo(UUID id, Chain chain, long from, List<Batch> lost) {
        List<Batch> again = mutant == Mutant.NO_REPLAY ? List.of() : lost;
        checks.onSentAgain(again);
        return super.moveTo(id, chain, from, again);
    }

    @Override
    void forgetConfirmed(Chain chain) {
        checks.onForgotten(chain.id());
        if (mutant == Mutant.REPLAY_TO_ANOTHER_REDIS) {
            outbox.sendAgain(outbox.confirmed().of(chain.id()));
        } else {
            super.forgetConfirmed(chain);
        }
    }

    @Override
    void onFailure() {
        super.onFailure();
        Chain own = outbox.ownOrNull();
        if (mutant == Mutant.LOST_REPLY_IS_REFUSAL && own != null) {
            List<PendingBatch> waiting = outbox.unconfirmed(own);
            if (!waiting.isEmpty()) {
                outbox.move(
                        own,
                        waiting.get(0).sequence(),
                        BatchNumber.renamed(own.id(), waiting.get(0).token()),
                        List.of());
            }
        }
    }
}
