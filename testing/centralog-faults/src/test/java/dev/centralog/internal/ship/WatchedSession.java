// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.simulation.Mutant;
import org.jspecify.annotations.Nullable;

/** A session that keeps the books, and that a mutant makes break a rule of the protocol. */
final class WatchedSession extends ProducerSession {
    private final Outbox outbox;
    private final BatchWatcher books;
    private final WatchedBatches batches;
    private final ShippingChecks checks;
    private final @Nullable Mutant mutant;

    WatchedSession(
            Outbox outbox,
            BatchAssembler assembler,
            WatchedBatches batches,
            ShippingChecks checks,
            @Nullable Mutant mutant) {
        super(outbox, assembler);
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
        NextStep step;
        if (mutant == Mutant.GAP_IS_SKIPPED && reply.outcome() == BatchReply.Outcome.GAP) {
            confirmFirst(reply);
            step = NextStep.GO_ON;
        } else {
            step = super.onReply(reply);
        }
        if (step == NextStep.GO_ON) {
            books.confirmed(before);
            checks.onConfirmed(first, before, reply.redisSecond());
        } else if (reply.outcome() == BatchReply.Outcome.OUT_OF_RANGE) {
            books.moved(before, batches.asSent(first.batch()));
        }
        return step;
    }

    @Override
    String onIdentity(boolean isAnother) {
        String said =
                super.onIdentity(mutant == Mutant.NO_REPLAY || (isAnother && mutant != Mutant.REPLAY_TO_ANOTHER_REDIS));
        checks.onSaid(said);
        return said;
    }

    @Override
    void beginAnew(String producer) {
        if (mutant != Mutant.NO_NEW_ID) {
            super.beginAnew(producer);
            books.renumbered();
            checks.onRenumbered(producer);
        }
    }

    @Override
    long replay(String producer, ProducerPosition position) {
        boolean isOwn = producer.equals(producer());
        long unconfirmed = isOwn
                ? checks.firstUnconfirmed(producer)
                : outbox.first().batch().sequence();
        int before = outbox.toSend().size();
        long gone = super.replay(producer, position);
        books.wentBack(producer, position.last(), gone);
        checks.onReplay(
                new ShippingChecks.Lost(producer, position, unconfirmed),
                outbox.toSend().size() - before,
                gone);
        if (gone > 0) {
            checks.onRenumbered(producer);
        } else if (isOwn && !producer.equals(producer())) {
            books.broken("a producer keeps its id where nothing is lost");
        }
        return gone;
    }

    @Override
    void onFailure() {
        super.onFailure();
        if (mutant == Mutant.LOST_REPLY_IS_REFUSAL) {
            outbox.renumber(producer());
        }
    }
}
