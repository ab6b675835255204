// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.EventView;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.internal.wire.EventLimits;
import dev.centralog.internal.wire.PayloadEncoder;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A renderer of events and samples: masks, truncates and encodes them. Thread-safety: any thread. */
public final class EventRenderer implements EventFolder.Renderer {
    private static final byte[] NOT_KEPT = {};

    private final Origin own;
    private final EventLimits bounds;
    private final AtomicLong sequence = new AtomicLong();

    public EventRenderer(Origin own, EventLimits bounds) {
        this.own = own;
        this.bounds = bounds;
    }

    @Override
    public <E> RenderedEvent render(E event, EventView<E> view, @Nullable SourceLocation location, RowForm form) {
        LogEvent.Builder builder = LogEvent.builder();
        view.fill(event, builder);
        LogEvent bounded = bounds.apply(numbered(event, view, builder.location(location)));
        byte[] sample = form.sample() == SampleContent.NONE ? NOT_KEPT : sample(event, view, bounded, form.sample());
        return new RenderedEvent(
                PayloadEncoder.encodeBounded(bounded, bounds, form.isVarying()),
                new EventSample(bounded.sequence(), sample));
    }

    @Override
    public <E> EventSample sample(E event, EventView<E> view, SampleContent content) {
        LogEvent.Builder builder = LogEvent.builder();
        view.fillSample(event, builder);
        LogEvent bounded = bounds.apply(numbered(event, view, builder));
        return new EventSample(bounded.sequence(), sample(event, view, bounded, content));
    }

    private <E> LogEvent numbered(E event, EventView<E> view, LogEvent.Builder builder) {
        Origin origin = view.origin(event);
        return builder.origin(origin.equals(Origin.UNKNOWN) ? own : origin)
                .sequence(sequence.incrementAndGet())
                .build();
    }

    private <E> byte[] sample(E event, EventView<E> view, LogEvent bounded, SampleContent content) {
        boolean isForeign = !view.origin(event).equals(Origin.UNKNOWN);
        return PayloadEncoder.encodeSample(bounded, bounds, content == SampleContent.WITH_TEMPLATE, isForeign);
    }
}
