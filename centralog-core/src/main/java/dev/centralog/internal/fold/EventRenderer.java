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

/** A renderer of the first event of a group in a window: masks, truncates and encodes it. Thread-safety: any thread. */
public final class EventRenderer implements EventFolder.Renderer {
    private final Origin own;
    private final EventLimits bounds;
    private final AtomicLong sequence = new AtomicLong();

    public EventRenderer(Origin own, EventLimits bounds) {
        this.own = own;
        this.bounds = bounds;
    }

    @Override
    public <E> byte[] render(E event, EventView<E> view, @Nullable SourceLocation location) {
        Origin origin = view.origin(event);
        LogEvent.Builder builder = LogEvent.builder();
        view.fill(event, builder);
        builder.location(location)
                .origin(origin.equals(Origin.UNKNOWN) ? own : origin)
                .sequence(sequence.incrementAndGet());
        return PayloadEncoder.encode(builder.build(), bounds);
    }
}
