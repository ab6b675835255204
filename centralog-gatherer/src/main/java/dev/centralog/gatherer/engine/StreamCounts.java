// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The counters behind {@link StreamStats}. Thread-safe. */
final class StreamCounts {
    private final Clock clock;
    private final StoreTimes times = new StoreTimes();
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

    /** Notes that nothing was claimed: Redis had nothing due if it {@code answered}, else it was unavailable. */
    synchronized void nothingClaimed(boolean answered) {
        nothingDue = answered;
    }

    /** Notes that a window with that end was stored, and how long that took. */
    synchronized void stored(Stored what, Instant windowEnd, Duration took) {
        windows++;
        stored = stored.plus(what);
        Instant now = clock.instant();
        lastCommit = now;
        times.add(now, took);
        if (windows == 1 || windowEnd.isAfter(storedUpTo)) {
            storedUpTo = windowEnd;
        }
    }

    synchronized StreamStats stats() {
        Instant now = clock.instant();
        Duration behind = nothingDue ? Duration.ZERO : Duration.between(storedUpTo, now);
        return new StreamStats(
                claimed,
                read,
                windows,
                stored,
                lastCommit,
                behind.isNegative() ? Duration.ZERO : behind,
                times.recent(now));
    }
}
