// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The times that storing the last windows took. Thread-safety: none. */
final class StoreTimes {
    /** The time for which they are kept. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /** The highest number that is kept: a gatherer that catches up stores many windows a second. */
    static final int MOST = 1000;

    private static final double MEDIAN = 0.5;
    private static final double HIGH = 0.99;

    private final Deque<Stored> all = new ArrayDeque<>();

    private record Stored(Instant at, Duration took) {}

    void add(Instant at, Duration took) {
        all.addLast(new Stored(at, took));
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }

    /** Returns the times of the last windows; null if none was stored lately. */
    @Nullable
    StoreLatency recent(Instant now) {
        Instant from = now.minus(KEPT);
        while (!all.isEmpty() && all.getFirst().at.isBefore(from)) {
            all.removeFirst();
        }
        if (all.isEmpty()) {
            return null;
        }
        List<Duration> sorted = all.stream().map(Stored::took).sorted().toList();
        return new StoreLatency(all.getLast().took, quantile(sorted, MEDIAN), quantile(sorted, HIGH));
    }

    /** Returns the least of these times that is not exceeded by a share of them. */
    private static Duration quantile(List<Duration> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
