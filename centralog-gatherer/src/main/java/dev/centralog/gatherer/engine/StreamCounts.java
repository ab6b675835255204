// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts for {@link StreamStats}. Thread-safe. */
final class StreamCounts {
    private final Clock clock;
    private long claimed;
    private long read;
    private long windows;
    private Stored stored = Stored.NOTHING;
    private Instant storedUpTo;
    private @Nullable Instant lastCommit;
    private boolean nothingDue;

    StreamCounts(Clock clock) {
        this.clock = clock;
        storedUpTo = clock.instant();
    }

    synchronized void claimed() {
        claimed++;
        nothingDue = false;
    }

    synchronized void read() {
        read++;
    }

    /** Redis was asked, and had nothing that is due; or it did not answer. */
    synchronized void nothingClaimed(boolean answered) {
        nothingDue = answered;
    }

    /** A window that ended then was stored. */
    synchronized void stored(Stored what, Instant windowEnd) {
        windows++;
        stored = stored.plus(what);
        lastCommit = clock.instant();
        if (windows == 1 || windowEnd.isAfter(storedUpTo)) {
            storedUpTo = windowEnd;
        }
    }

    synchronized StreamStats stats() {
        Duration behind = nothingDue ? Duration.ZERO : Duration.between(storedUpTo, clock.instant());
        return new StreamStats(
                claimed, read, windows, stored, lastCommit, behind.isNegative() ? Duration.ZERO : behind);
    }
}
