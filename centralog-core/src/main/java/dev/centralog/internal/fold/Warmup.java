// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.internal.fold.EventFolder.Identity;
import dev.centralog.internal.fold.EventFolder.Rendering;
import java.time.Instant;

/**
 * The folding of artificial events in a table that is thrown away, so that about a hundred classes that this needs
 * are loaded before the first real event: on the shipper's thread and not on one of the application's.
 */
public final class Warmup {
    private static final long ROOM_BYTES = 1 << 20;

    private Warmup() {}

    /**
     * Folds the event. If that fails, the error is ignored here: it will appear when a real event is dropped and
     * counted.
     */
    public static void play(Identity identity, Rendering rendering) {
        try {
            LogEvent event = LogEvent.builder()
                    .time(Instant.EPOCH)
                    .level(Level.INFO)
                    .logger("")
                    .message("")
                    .arguments("")
                    .build();
            // Called early: the providers of digests take longest to load, and folding would need them last.
            identity.hash(EventGroupKey.of(event, LogEventView.INSTANCE, "", null));
            EventFolder folder =
                    new EventFolder(identity, rendering, new MemoryBudget(ROOM_BYTES), new ProducerCounters());
            folder.fold(event, LogEventView.INSTANCE);
            LogEvent ofAPlace = event.toBuilder()
                    .arguments()
                    .location(new SourceLocation("", "", null, 0))
                    .build();
            folder.fold(ofAPlace, LogEventView.INSTANCE);
        } catch (Throwable ignored) { // any error: the thread has other work to do
            // The first real event will meet it too.
        }
    }
}
