// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogException;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.ship.FlushSteps.Step;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import dev.centralog.simulation.Mutant;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A shipper without a thread, which the simulation runs in place of {@link Shipper} and {@link Flusher}: it does what the
 * real {@link FlushSteps} say with the real {@link ProducerSession}, outbox, drop reports and clock. Only the waiting is
 * replaced: each flush is begun by a call of {@link #step}, and returns where they would wait for a reply.
 *
 * <p>Thread-safety: none.
 */
public final class ModelShipper {
    private final ModelFolders folders;
    private final BatchAssembler assembler;
    private final Outbox outbox;
    private final WatchedSession session;
    private final BatchTransport store;
    private final RedisClock redisClock;
    private final Clock clock;
    private final BatchWatcher books;
    private final GrowingBatches growing;
    private @Nullable FlushSteps flush;
    private boolean away;
    private long round;

    /** A producer that has logged nothing yet. */
    public ModelShipper(BatchTransport store, Clock clock, BatchWatcher books, Habits habits) {
        this.store = store;
        this.clock = clock;
        this.books = books;
        this.growing = new GrowingBatches(books, habits.mutant == Mutant.BATCH_GROWS);
        folders = new ModelFolders(habits.bufferBytes, clock);
        RateLimitedStatus status = new RateLimitedStatus((severity, message, cause) -> {}, clock);
        SpillBuffer noSpill = new SpillBuffer(folders.counters(), status, null);
        outbox = new Outbox(new ReplayBuffer(habits.replayBytes), noSpill);
        assembler = new BatchAssembler(
                folders.drains(), new DropReporter(folders.counters(), new SmallParts.NamedDrops(habits.name)));
        session = new WatchedSession(outbox, assembler, growing, habits.mutant);
        redisClock = new RedisClock(store, folders::correctClock, clock);
    }

    /**
     * What is this producer's own.
     *
     * @param bufferBytes the setting
     * @param replayBytes the setting
     */
    public record Habits(
            String name,
            long bufferBytes,
            long replayBytes,
            @Nullable Mutant mutant) {}

    /** What logs. */
    public ModelFolders folders() {
        return folders;
    }

    /** Whether the next thing to happen is a reply. */
    public boolean isWaiting() {
        return flush != null
                && flush.next() == Step.AWAIT_REPLY
                && !session.firstReply().isDone();
    }

    /** Whether nothing is left to be shipped. */
    public boolean isEmpty() {
        return assembler.isEmpty() && outbox.isEmpty();
    }

    /** Goes on until an answer is waited for, or until this flush is over. */
    public void step() {
        try {
            if (flush == null && (away || !isEmpty() || store.hasReconnected())) {
                flush = new FlushSteps(session);
            }
            while (flush != null && !isWaiting()) {
                step(flush);
            }
        } catch (CentralogException | CompletionException ignored) {
            gone();
        }
    }

    /** The answer that is waited for does not come in time. */
    public void timeOut() {
        gone();
    }

    private void step(FlushSteps steps) {
        switch (steps.next()) {
            case CONNECT -> {
                store.connect();
                steps.onConnected(store.hasReconnected());
            }
            case ASK_POSITION -> steps.onPosition(store.position(session.producer()));
            case IDENTIFY_REDIS -> steps.onIdentity(store.wasReplaced());
            case ACCEPT_CONNECTION -> {
                store.reconnectedSeen();
                steps.onAccepted();
            }
            case DRAIN -> {
                redisClock.check();
                assembler.drain(now(), new Recorder());
                steps.onDrained(!outbox.wantsMore() || assembler.hasFollowUps());
            }
            case SEND -> {
                send();
                steps.onSent(false);
            }
            case AWAIT_REPLY -> steps.onReply(session.firstReply().join());
            case END_ROUND -> {
                away = false;
                steps.onRoundEnded();
            }
            case DONE -> flush = null;
        }
    }

    private void send() {
        for (PendingBatch each : session.toSend()) {
            Batch batch = growing.toSend(each);
            books.sent(batch);
            session.onSent(each, store.send(batch).toCompletableFuture());
        }
    }

    private DrainSource.DrainContext now() {
        round++;
        return new DrainSource.DrainContext(redisClock.epochMillis(), clock.nanos(), round, false, folders.isClosed());
    }

    private void gone() {
        session.onFailure();
        redisClock.askAgain();
        away = true;
        flush = null;
    }

    /** The outbox, and a note of all that goes into it. */
    private final class Recorder implements DrainSource.Sink {
        @Override
        public boolean wantsMore() {
            return outbox.wantsMore();
        }

        @Override
        public void line(Window window, DrainedCount count) {
            books.drained(window, count.line(), count.entry() == null);
            noting(() -> outbox.line(window, count));
        }

        @Override
        public void endOfWindow() {
            noting(outbox::endOfWindow);
        }

        private void noting(Runnable step) {
            int before = outbox.unsecured().size();
            step.run();
            List<PendingBatch> all = outbox.unsecured();
            if (all.size() > before) {
                books.numbered(all.get(all.size() - 1).batch());
            }
        }
    }
}
