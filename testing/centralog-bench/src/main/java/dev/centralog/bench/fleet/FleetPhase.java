// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A phase of a run that is over. */
record FleetPhase(String name, PhaseFigures figures, long events, long millis, double cpuSeconds) {
    /** Returns a percentile of the time that replies took, in milliseconds. */
    long replyMillis(double percentile) {
        return TimeUnit.NANOSECONDS.toMillis(figures.replies().getValueAtPercentile(percentile));
    }

    /** Returns a percentile of the time that flushes took, in milliseconds. */
    long flushMillis(double percentile) {
        return TimeUnit.NANOSECONDS.toMillis(figures.flushes().getValueAtPercentile(percentile));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d ms, Redis %.2f s, %d batches (at most %d in 10 ms, mean %.1f), replies %d/%d/%d ms, flushes"
                        + " %d/%d ms, %d connects (at most %d in 10 ms), %d failed attempts, %d unanswered, %s",
                name,
                millis,
                cpuSeconds,
                figures.batches(),
                figures.mostInSlot(),
                figures.meanInSlot(),
                replyMillis(50),
                replyMillis(99),
                replyMillis(100),
                flushMillis(50),
                flushMillis(100),
                figures.connects(),
                figures.mostConnectsInSlot(),
                figures.failures(),
                figures.timeouts(),
                figures.warnings());
    }
}
