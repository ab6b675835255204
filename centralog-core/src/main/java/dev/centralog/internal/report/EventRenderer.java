// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.EventDraft;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.internal.wire.EventBounds;
import dev.centralog.internal.wire.PayloadEncoder;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Renders the first event of a group in a window: masked, bounded, encoded. Thread-safety: any thread. */
final class EventRenderer implements FoldTable.Renderer {
    private final Origin own;
    private final EventBounds bounds;
    private final AtomicLong sequence = new AtomicLong();

    EventRenderer(Origin own, EventBounds bounds) {
        this.own = own;
        this.bounds = bounds;
    }

    @Override
    public byte[] render(EventDraft draft, @Nullable SourceLocation location) {
        LogEvent.Builder builder = LogEvent.builder();
        draft.fill(builder);
        builder.location(location)
                .origin(draft.origin().equals(Origin.UNKNOWN) ? own : draft.origin())
                .sequence(sequence.incrementAndGet());
        return PayloadEncoder.encode(builder.build(), bounds);
    }
}
