// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.GroupBy;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.internal.report.DrainSource.DrainedCount;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.simulation.Mutant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A producer without a thread: what the simulation runs in place of {@link Producer}. The fold, the lanes, the outbox, the
 * drop reports, the counters and the budget are the real ones. {@link Shipper} alone is modelled, as it waits: the same
 * steps in the same order, each begun by a call of {@link #step}, and where that one waits for an answer, this one
 * answers that it waits.
 *
 * <p>Thread-safety: none.
 */
public final class ModelShipper {
    private static final CentralogConfig CONFIG =
            CentralogConfig.defaults().with(Settings.BUFFER_BYTES, 1L << 20); // short arrays: there are many of these
    private static final int FEW_BATCHES = 4;
    private static final long TOLERATED_OFFSET_MILLIS = 500;
    private static final long CLOCK_CHECK_NANOS = 30_000_000_000L;

    private final ProducerCounters events = new ProducerCounters();
    private final ProducerCounters acts = new ProducerCounters();
    private final EventFolder table;
    private final ActionFolder actions;
    private final Map<Signal, DrainSource> lanes = new EnumMap<>(Signal.class);
    private final BatchAssembler supply;
    private final Outbox outbox;
    private final BatchTransport store;
    private final Clock clock;
    private final Books books;
    private final @Nullable Mutant mutant;
    private final IdentityHashMap<List<Batch.Line>, List<Batch.Line>> grown = new IdentityHashMap<>(); // of a mutant

    private boolean shipping;
    private boolean more;
    private int leftUnderWay;
    private boolean away;
    private boolean finishing;
    private long round;
    private boolean clockKnown;
    private long clockCheckedNanos;
    private long offsetMillis;

    /** Told what becomes of what was logged. A batch is known by its list of lines, which is the same object for good. */
    public interface Books {
        /** A line was taken out of the fold, or it reports drops. */
        void cut(Window window, Batch.Line line, boolean isDropReport);

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
        this.mutant = habits.mutant;
        MemoryBudget budget = new MemoryBudget(habits.bufferBytes);
        table = new EventFolder(new ShortNames(), new ShortPayloads(), budget, events);
        actions = new ActionFolder(CONFIG, budget, acts, clock);
        lanes.put(Signal.EVENTS, new EventDrain(table, budget, events));
        lanes.put(Signal.ACTIONS, new ActionDrain(actions, budget, acts, CONFIG.get(Settings.ACTION_FLUSH_INTERVAL)));
        Map<Signal, ProducerCounters> both = Map.of(Signal.EVENTS, events, Signal.ACTIONS, acts);
        RateLimitedStatus status = new RateLimitedStatus((severity, message, cause) -> {}, clock);
        outbox = new Outbox(new ReplayBuffer(habits.replayBytes), new SpillBuffer(both, status, null));
        supply = new BatchAssembler(lanes, new DropReporter(both, new NamedDrops(habits.name)));
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
        table.report(TestEvent.of(group, Math.floorDiv(hostMillis, 1000)), new MillisView(hostMillis));
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

    /** Whether the next thing to happen is an answer. */
    public boolean isWaiting() {
        return shipping && !outbox.isEmpty() && !outbox.first().answer().isDone();
    }

    /** Whether nothing is left to be shipped. */
    public boolean isEmpty() {
        return supply.isEmpty() && outbox.isEmpty();
    }

    /** Goes on until an answer is waited for, or until this flush is over. */
    public void step() {
        try {
            if (shipping) {
                takeAnswers();
            } else if (away || !isEmpty() || store.hasReconnected()) {
                store.connect();
                lookBack();
                shipping = true;
                cutAndSend();
            }
        } catch (CentralogException | CompletionException trouble) {
            gone();
        }
    }

    /** The answer that is waited for does not come in time. */
    public void timeOut() {
        gone();
    }

    private void cutAndSend() {
        checkClock();
        more = fill();
        send();
        int underWay = outbox.underWay();
        leftUnderWay = underWay < FEW_BATCHES ? 0 : underWay / 2;
        takeAnswers();
    }

    private void takeAnswers() {
        while (outbox.underWay() > leftUnderWay) {
            PendingBatch batch = outbox.first();
            if (!batch.answer().isDone()) {
                return;
            }
            BatchReply answer = batch.answer().join();
            if (!take(batch, answer)) {
                outbox.giveUpAnswers();
                if (batch.isSentAsFirst() && answer.outcome() == BatchReply.Outcome.GAP) {
                    startAgain(batch.batch().producer(), new ProducerPosition(answer.last(), answer.redisSecond()));
                }
                break;
            }
        }
        away = false;
        shipping = more || !outbox.isEmpty();
        if (shipping) {
            cutAndSend();
        }
    }

    private boolean take(PendingBatch batch, BatchReply answer) {
        switch (answer.outcome()) {
            case APPLIED, APPLIED_BEFORE -> {
                confirm(batch, answer);
                return true;
            }
            case OUT_OF_RANGE -> {
                Batch before = batch.batch();
                outbox.moveFirst(answer.redisSecond());
                books.moved(asGrown(before), asGrown(batch.batch()));
            }
            case GAP -> {
                if (mutant == Mutant.GAP_IS_SKIPPED) {
                    confirm(batch, answer);
                    return true;
                }
            }
        }
        return false;
    }

    private void confirm(PendingBatch batch, BatchReply answer) {
        outbox.confirmFirst(answer.redisSecond());
        books.confirmed(asGrown(batch.batch()));
        supply.confirmed(batch, answer.missing());
    }

    private void lookBack() {
        if (store.hasReconnected()) {
            ProducerPosition known = store.applied(outbox.producer());
            if (!outbox.isKnownBy(known)) {
                startAgain(outbox.producer(), known);
            }
            store.reconnectedSeen();
        }
    }

    private void startAgain(String producer, ProducerPosition known) {
        boolean isOther = store.wasReplaced();
        if (isOther && mutant == Mutant.NO_NEW_ID) {
            return;
        }
        if ((isOther && mutant != Mutant.REPLAY_TO_ANOTHER_REDIS) || mutant == Mutant.NO_REPLAY) {
            outbox.renumber(producer);
            books.renumbered();
        } else {
            books.wentBack(known.last(), outbox.goBackTo(producer, known));
        }
    }

    private boolean fill() {
        supply.cut(now(), new Recorder());
        return !outbox.wantsMore() || supply.hasFollowUps();
    }

    private DrainSource.DrainContext now() {
        round++;
        return new DrainSource.DrainContext(clock.epochMillis() + offsetMillis, clock.nanos(), round, false, finishing);
    }

    private void send() {
        for (PendingBatch each : outbox.toSend()) {
            Batch batch = each.batch();
            if (mutant == Mutant.BATCH_GROWS) {
                batch = grow(each);
            }
            books.sent(batch);
            outbox.sent(each, store.report(batch).toCompletableFuture());
        }
    }

    private Batch asGrown(Batch batch) {
        List<Batch.Line> lines = grown.get(batch.lines());
        return lines == null ? batch : new Batch(batch.producer(), batch.sequence(), batch.window(), lines);
    }

    private Batch grow(PendingBatch numbered) {
        Batch before = asGrown(numbered.batch());
        if (!numbered.wasSent() || numbered.cuts().isEmpty()) {
            return before;
        }
        List<Batch.Line> lines = new ArrayList<>(before.lines());
        for (int i = 0; i < lines.size(); i++) {
            Batch.Line line = lines.get(i);
            long meanwhile = numbered.cuts().get(i).entry() instanceof EventEntry entry ? entry.take() : 0;
            books.cut(before.window(), new Batch.Line(line.group(), meanwhile, line.payload()), false);
            lines.set(i, new Batch.Line(line.group(), line.repeats() + meanwhile, line.payload()));
        }
        Batch after = new Batch(before.producer(), before.sequence(), before.window(), lines);
        grown.put(numbered.batch().lines(), after.lines());
        books.grown(before, after);
        return after;
    }

    private void gone() {
        outbox.giveUpAnswers();
        clockKnown = false;
        away = true;
        shipping = false;
        if (mutant == Mutant.LOST_REPLY_IS_REFUSAL) {
            outbox.renumber(outbox.producer());
        }
    }

    private void checkClock() {
        if (clockKnown && clock.nanos() - clockCheckedNanos < CLOCK_CHECK_NANOS) {
            return;
        }
        long offset = store.clockOffsetMillis();
        offsetMillis = Math.abs(offset) < TOLERATED_OFFSET_MILLIS ? 0 : offset;
        table.correctClock(offsetMillis);
        actions.correctClock(offsetMillis);
        clockKnown = true;
        clockCheckedNanos = clock.nanos();
    }

    private DrainSource lane(Signal stream) {
        return Objects.requireNonNull(lanes.get(stream));
    }

    private ProducerCounters counters(Signal stream) {
        return lane(stream).counters();
    }

    /** The outbox, and a note of all that goes into it. */
    private final class Recorder implements DrainSource.Sink {
        @Override
        public boolean wantsMore() {
            return outbox.wantsMore();
        }

        @Override
        public void line(Window window, DrainedCount cut) {
            books.cut(window, cut.line(), cut.entry() == null);
            noting(() -> outbox.line(window, cut));
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
