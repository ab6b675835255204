// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.GroupBy;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.internal.fold.ActionDrain;
import dev.centralog.internal.fold.ActionFolder;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.EventDrain;
import dev.centralog.internal.fold.EventFolder;
import dev.centralog.internal.fold.EventGroupKey;
import dev.centralog.internal.fold.MemoryBudget;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.FlushSteps.Step;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.simulation.Mutant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A producer without a thread: what the simulation runs in place of {@link Producer}. The fold, the lanes, the outbox, the
 * drop reports, the protocol, the counters and the budget are the real ones. Of {@link Shipper} and {@link Flusher} only
 * the waiting is replaced: each flush is begun by a call of {@link #step}, and returns where they would wait for a reply.
 *
 * <p>Thread-safety: none.
 */
public final class ModelShipper {
    private static final CentralogConfig CONFIG =
            CentralogConfig.defaults().with(Settings.BUFFER_BYTES, 1L << 20); // short arrays: there are many of these

    private final ProducerCounters events = new ProducerCounters();
    private final ProducerCounters acts = new ProducerCounters();
    private final EventFolder table;
    private final ActionFolder actions;
    private final Map<Signal, DrainSource> sources = new EnumMap<>(Signal.class);
    private final BatchAssembler assembler;
    private final Outbox outbox;
    private final WatchedSession session;
    private final BatchTransport store;
    private final RedisClock redisClock;
    private final Clock clock;
    private final Books books;
    private final GrowingBatches growing;

    private @Nullable FlushSteps flush;
    private boolean away;
    private boolean finishing;
    private long round;
    private long offsetMillis;

    /** Told what becomes of what was logged. A batch is known by its list of lines, which is the same object for good. */
    public interface Books {
        /** A line was taken out of the fold, or it reports drops. */
        void drained(Window window, BatchLine line, boolean isDropReport);

        /** Lines were put into a batch. */
        void numbered(Batch batch);

        /** More was put into a batch; no producer but a mutant does. */
        void grown(Batch before, Batch after);

        void sent(Batch batch);

        void moved(Batch before, Batch after);

        void confirmed(Batch batch);

        /** All that is unconfirmed goes out under a new name; what was confirmed before does not. */
        void renumbered();

        /**
         * What was confirmed goes out again, behind {@code last}.
         *
         * @param gone how many batches are not kept any more, the first ones behind it
         */
        void wentBack(long last, long gone);
    }

    /** A producer that has logged nothing yet. */
    public ModelShipper(BatchTransport store, Clock clock, Books books, Habits habits) {
        this.store = store;
        this.clock = clock;
        this.books = books;
        this.growing = new GrowingBatches(books, habits.mutant == Mutant.BATCH_GROWS);
        MemoryBudget budget = new MemoryBudget(habits.bufferBytes);
        table = new EventFolder(new ShortNames(), new ShortPayloads(), budget, events);
        actions = new ActionFolder(CONFIG, budget, acts, clock);
        sources.put(Signal.EVENTS, new EventDrain(table, budget, events));
        sources.put(Signal.ACTIONS, new ActionDrain(actions, budget, acts, CONFIG.get(Settings.ACTION_FLUSH_INTERVAL)));
        Map<Signal, ProducerCounters> both = Map.of(Signal.EVENTS, events, Signal.ACTIONS, acts);
        RateLimitedStatus status = new RateLimitedStatus((severity, message, cause) -> {}, clock);
        outbox = new Outbox(new ReplayBuffer(habits.replayBytes), new SpillBuffer(both, status, null));
        assembler = new BatchAssembler(sources, new DropReporter(both, new NamedDrops(habits.name)));
        session = new WatchedSession(outbox, assembler, growing, habits.mutant);
        redisClock = new RedisClock(store, this::correctClock, clock);
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

    /** Logs an event of a group, with a time by this host's clock. */
    public void log(String group, long hostMillis) {
        table.fold(TestEvent.of(group, Math.floorDiv(hostMillis, 1000)), new MillisView(hostMillis));
    }

    /** Counts an action, now. */
    public void act(long user) {
        actions.count(user, null, 7, null);
    }

    /** What the clock of this host is corrected by. */
    public long offsetMillis() {
        return offsetMillis;
    }

    /** What was dropped of a stream so far. */
    public long dropped(Signal stream) {
        return counters(stream).dropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Nothing more is logged: all is to be shipped. */
    public void finish() {
        table.close();
        actions.close();
        finishing = true;
    }

    private void correctClock(long millis) {
        offsetMillis = millis;
        table.correctClock(millis);
        actions.correctClock(millis);
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
        } catch (CentralogException | CompletionException trouble) {
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
        return new DrainSource.DrainContext(redisClock.epochMillis(), clock.nanos(), round, false, finishing);
    }

    private void gone() {
        session.onFailure();
        redisClock.askAgain();
        away = true;
        flush = null;
    }

    private DrainSource source(Signal stream) {
        return Objects.requireNonNull(sources.get(stream));
    }

    private ProducerCounters counters(Signal stream) {
        return source(stream).counters();
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

    /** Names are 16 bytes long already. */
    private static final class ShortNames implements EventFolder.Identity {
        @Override
        public GroupBy groupBy() {
            return GroupBy.TEMPLATE;
        }

        @Override
        public String fingerprintKey() {
            return "";
        }

        @Override
        public byte[] hash(EventGroupKey parts) {
            return Objects.requireNonNull(parts.template()).getBytes(ISO_8859_1);
        }

        @Override
        public String digest(String text) {
            return text;
        }
    }

    private static final class ShortPayloads implements EventFolder.Renderer {
        private static final byte[] PAYLOAD = "an event".getBytes(UTF_8);

        @Override
        public <E> byte[] render(E event, EventView<E> view, @Nullable SourceLocation location) {
            return PAYLOAD;
        }
    }

    private static final class MillisView extends TestEvent.View {
        private final long millis;

        MillisView(long millis) {
            this.millis = millis;
        }

        @Override
        public int nanoOfSecond(TestEvent event) {
            return Math.floorMod(millis, 1000) * 1_000_000;
        }
    }

    private record NamedDrops(String name) implements DropReporter.Encoder {
        @Override
        public byte[] group(DropReporter.Kind kind) {
            return ("~drop:" + kind.reason().label() + ":" + kind.stream() + name).getBytes(UTF_8);
        }

        @Override
        public byte[] payload(DropReporter.Kind kind) {
            return DropReason.BUFFER_FULL.label().getBytes(UTF_8);
        }
    }
}
