// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.internal.wire.EventBounds;
import dev.centralog.internal.wire.GroupKey;
import dev.centralog.internal.wire.PayloadEncoder;
import java.time.Instant;

/**
 * Renders an event that nobody has logged, so that what this needs is loaded when the first one comes: some hundred
 * classes, on the shipper's thread instead of the application's.
 */
final class Rehearsal {
    private Rehearsal() {}

    static void play(EventBounds bounds) {
        try {
            LogEvent event = LogEvent.builder()
                    .time(Instant.EPOCH)
                    .level(Level.INFO)
                    .logger("")
                    .message("")
                    .build();
            PayloadEncoder.encode(event, bounds);
            GroupKey.fingerprint("", "", "");
        } catch (RuntimeException | LinkageError unusable) {
            // The first event will meet it too, and is dropped and counted for it.
        }
    }
}
