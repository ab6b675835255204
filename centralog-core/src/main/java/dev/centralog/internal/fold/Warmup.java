// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.internal.fold.EventFolder.Identity;
import dev.centralog.internal.fold.EventFolder.Renderer;
import java.time.Instant;

/**
 * Folds an event that nobody has logged, in a table that is thrown away, so that what this needs is loaded when the first
 * one comes: some hundred classes, on the shipper's thread instead of the application's.
 */
public final class Warmup {
    private static final long ROOM_BYTES = 1 << 20;

    private Warmup() {}

    /** An event that can't be folded is dropped and counted; what is wrong here will be seen then. */
    public static void play(Identity identity, Renderer renderer) {
        try {
            LogEvent event = LogEvent.builder()
                    .time(Instant.EPOCH)
                    .level(Level.INFO)
                    .logger("")
                    .message("")
                    .arguments("")
                    .build();
            // Before its turn: the providers of digests take longest to load, and the first event asks for them last.
            identity.hash(EventGroupKey.of(event, LogEventView.INSTANCE, "", null));
            new EventFolder(identity, renderer, new MemoryBudget(ROOM_BYTES), new ProducerCounters())
                    .fold(event, LogEventView.INSTANCE);
        } catch (Throwable ignored) { // whatever it is: the thread has work to do
            // The first event meets it, too.
        }
    }
}
