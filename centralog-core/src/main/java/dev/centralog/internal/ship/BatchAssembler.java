// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.PendingEntry;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines that wait and have no number yet: those of both signals, drop reports, signs of life, and payloads that Redis has
 * asked for.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class BatchAssembler {
    private final Map<Signal, DrainSource> sources;
    private final List<DrainSource> turns;
    private final DropReporter drops;
    private final LifeSigns signs;
    private final MissingPayloads followUps = new MissingPayloads();
    private HostClock hostClock = HostClock.RIGHT;

    BatchAssembler(Map<Signal, DrainSource> sources, DropReporter drops, LifeSigns signs) {
        this.sources = new EnumMap<>(sources);
        this.turns = new ArrayList<>(this.sources.values());
        this.drops = drops;
        this.signs = signs;
    }

    /** Sets the correction of this host's clock. */
    void correctClock(HostClock host) {
        hostClock = host;
    }

    private DrainSource source(Window window) {
        return Objects.requireNonNull(sources.get(window.signal()));
    }

    ProducerCounters counters(PendingBatch batch) {
        return source(batch.batch().window()).counters();
    }

    /** Whether there is nothing to drain, now or later. */
    boolean isEmpty() {
        boolean empty = true;
        for (DrainSource source : sources.values()) {
            source.admitFresh();
            empty &= source.isEmpty();
        }
        return empty && followUps.isEmpty() && !drops.isDue();
    }

    /**
     * Whether everything that was logged is confirmed, on disk, or dropped and reported. Entries may still be kept for
     * repeats.
     */
    boolean isCounted() {
        return turns.stream().map(DrainSource::counters).allMatch(BatchAssembler::isCounted)
                && followUps.isEmpty()
                && !drops.isDue();
    }

    private static boolean isCounted(ProducerCounters counters) {
        return counters.unconfirmed(counters.acknowledged.sum() + counters.spilled.sum()) == 0;
    }

    /** Whether there is something to drain now. */
    boolean isDue(DrainSource.DrainContext now) {
        boolean due = false;
        for (DrainSource source : sources.values()) {
            source.admitFresh();
            due |= source.isDue(now);
        }
        return due || !followUps.isEmpty() || drops.isDue();
    }

    /**
     * Whether drops of Centralog's own log lines, or a sign of life, are to be reported now, though there may be nothing else
     * to ship.
     */
    boolean isOwnDue() {
        return drops.isOwnDue() || signs.isDue();
    }

    /** Whether the next hurried drain, if it is not stopped, takes everything that is there now. */
    boolean drainsAll() {
        return turns.stream().allMatch(DrainSource::drainsAll);
    }

    /** Whether Redis has asked for payloads. */
    boolean hasFollowUps() {
        return !followUps.isEmpty();
    }

    /** Hands on lines until {@code sink} wants no more. */
    void drain(DrainSource.DrainContext now, DrainSource.Sink sink) {
        try {
            sink.endOfWindow(); // for lines that may be left of a turn that failed
            drainAll(now, sink);
        } finally {
            sink.endOfWindow(); // lines that were drained before a failure count, in their own window
        }
    }

    private void drainAll(DrainSource.DrainContext now, DrainSource.Sink given) {
        Window second = hostClock.now(now.redisMillis());
        Noting sink = new Noting(given, second, signs);
        followUps.drain(sink);
        if (sink.wantsMore()) {
            drops.drain(second, sink);
        }
        Collections.rotate(turns, 1); // so that a flood of one kind does not keep the other waiting
        for (DrainSource source : turns) {
            source.admitFresh();
            if (sink.wantsMore()) {
                source.drain(now, sink);
            }
        }
        if (sink.wantsMore()) {
            drops.drainOwn(second, sink, sink.hasLines);
        }
        if (sink.wantsMore() && (sink.hasLines || (!sink.isForLater() && signs.isDue()))) {
            signs.drain(second, given);
            signs.drainEnd(second, given);
            given.endOfWindow();
        }
    }

    /**
     * A sink that notes whether a drain has handed on any line, and adds the signs of life that are due to the lines of a
     * present window, so that they need no window and no batch of their own.
     */
    private static final class Noting implements DrainSource.Sink {
        /** The age of a window, in seconds, up to which it is a present one: a sign has no other time than its window. */
        private static final long PRESENT_SECONDS = 10;

        private final DrainSource.Sink sink;
        private final Window now;
        private final LifeSigns signs;
        private @Nullable Window begun;
        private boolean hasLines;

        Noting(DrainSource.Sink sink, Window now, LifeSigns signs) {
            this.sink = sink;
            this.now = now;
            this.signs = signs;
        }

        @Override
        public boolean wantsMore() {
            return sink.wantsMore();
        }

        @Override
        public void line(Window window, DrainedCount count) {
            hasLines = true;
            begun = window;
            sink.line(window, count);
        }

        @Override
        public void endOfWindow() {
            Window window = begun;
            begun = null;
            if (window != null && isPresent(window) && sink.wantsMore()) {
                signs.drain(window, sink);
                if (window.start() >= now.start()) { // after an older one, more lines may come
                    signs.drainEnd(window, sink);
                }
            }
            sink.endOfWindow();
        }

        private boolean isPresent(Window window) {
            long age = now.start() - window.start(); // -1: the host's clock is corrected by whole seconds
            return window.signal() == Signal.EVENTS && age >= -1 && age <= PRESENT_SECONDS;
        }

        @Override
        public boolean isForLater() {
            return sink.isForLater();
        }
    }

    /** Releases the entries of a confirmed batch, and queues the payloads of these groups, which Redis does not have. */
    void confirmed(PendingBatch batch, List<byte[]> missing) {
        followUps.add(batch, missing);
        letGo(batch);
    }

    /** Releases the entries of a batch that memory need not keep any more. */
    void letGo(PendingBatch batch) {
        letGo(source(batch.batch().window()), batch.counts());
    }

    private static void letGo(DrainSource source, List<DrainedCount> counts) {
        for (DrainedCount count : counts) {
            @Nullable PendingEntry entry = count.entry();
            if (entry != null) {
                source.confirmed(entry);
            }
        }
    }

    /** Drops everything that is left here and in the outbox, and counts it. */
    void abandon(Outbox outbox) {
        outbox.endOfWindow();
        sources.forEach((signal, source) -> {
            long left = source.abandon() + outbox.pending(signal);
            if (left > 0) {
                source.counters().drop(DropReason.SHUTDOWN, left);
            }
        });
        outbox.unsecured().forEach(this::letGo);
        followUps.abandon((window, counts) -> letGo(source(window), counts));
    }

    /** Counts the rest as dropped without looking at it: its number is known from what was logged. */
    void dropTheRest() {
        for (DrainSource source : turns) {
            ProducerCounters counters = source.counters();
            counters.drop(
                    DropReason.SHUTDOWN, counters.unconfirmed(counters.acknowledged.sum() + counters.spilled.sum()));
        }
    }
}
