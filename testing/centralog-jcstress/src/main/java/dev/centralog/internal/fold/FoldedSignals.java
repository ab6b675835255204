// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.internal.time.StandingClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Both folders and drains, without a shipper: a drained line is confirmed at once. Names and payloads are constant, so
 * that most of a race's time is spent where the threads meet.
 *
 * <p>Thread-safety: the same as of the folders and drains.
 */
final class FoldedSignals {
    private static final long BUFFER_BYTES = 1 << 20;

    /** The configuration; it makes few chains, because thousands of these objects exist at a time. */
    private static final CentralogConfig CONFIG = CentralogConfig.defaults().with(Settings.BUFFER_BYTES, BUFFER_BYTES);

    private static final byte[] NAME = new byte[16];

    private static final LogEvent EVENT = LogEvent.builder()
            .time(Instant.EPOCH)
            .level(Level.WARN) // so that a repeat brings a sample
            .logger("")
            .message("")
            .build();

    private final MemoryBudget budget = new MemoryBudget(BUFFER_BYTES);
    private final ProducerCounters counters = new ProducerCounters();
    final EventFolder events = new EventFolder(
            new TestIdentity(parts -> NAME), new EventFolder.Rendering(new NoPayload(), CONFIG), budget, counters);
    final EventDrain eventDrain = new EventDrain(events);
    final ActionFolder actions = new ActionFolder(CONFIG, budget, counters, StandingClock.ZERO);
    final ActionDrain actionDrain = new ActionDrain(actions, Duration.ZERO);

    void foldEvent() {
        events.fold(EVENT, LogEventView.INSTANCE);
    }

    int dropped(DropReason reason) {
        return Math.toIntExact(counters.dropped(reason));
    }

    int usedBytes() {
        return Math.toIntExact(budget.used());
    }

    /** Drains once, and returns how many calls the lines count. */
    int drain(DrainSource source, boolean last) {
        ConfirmingSink sink = new ConfirmingSink(source);
        source.drain(new DrainSource.DrainContext(0, 0, 0, false, last), sink);
        return Math.toIntExact(sink.repeats());
    }

    /** A renderer without payloads. Thread-safety: stateless. */
    private record NoPayload() implements EventFolder.Renderer {
        private static final byte[] NONE = {};

        @Override
        public <E> RenderedEvent render(E event, EventView<E> view, @Nullable SourceLocation location, RowForm form) {
            return new RenderedEvent(NONE, new EventSample(0, NONE));
        }

        @Override
        public <E> EventSample sample(E event, EventView<E> view, SampleContent content) {
            return new EventSample(0, NONE);
        }
    }
}
