// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a producer for one signal. Thread-safety: any thread; never blocks. */
public final class ProducerCounters {
    public final StripedCounter logged = new StripedCounter();

    /** Events that opened an entry for their group and window. */
    final LongAdder opened = new LongAdder();

    private final LongAdder refused = new LongAdder();

    /** Events that could not be read. */
    public final FailureCount failures = new FailureCount();

    public final LongAdder acknowledged = new LongAdder();

    /** Events on disk that are not acknowledged. */
    public final LongAdder spilled = new LongAdder();

    /** Acknowledged events that earlier processes had left on disk. */
    public final LongAdder recovered = new LongAdder();

    /**
     * Events that earlier processes had left on disk, that can't be read back, and that are not reported yet. They
     * are not part of this process's figures.
     */
    public final LongAdder damagedOfOthers = new LongAdder();

    /** Acknowledged events of which samples were due. */
    public final LongAdder samplesTaken = new LongAdder();

    /** The acknowledged events of which samples were due, and of which the process left them out. */
    public final LongAdder samplesLeftOut = new LongAdder();

    public final LongAdder windows = new LongAdder();
    public final LongAdder batches = new LongAdder();
    public final LongAdder resent = new LongAdder();
    private final LongAdder maskFailed = new LongAdder();
    private volatile Runnable toldOfMask = () -> {};
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

    public ProducerCounters() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    /**
     * Returns the number of events that found an entry. This is computed, so that a repeat has one counter less to
     * increment: all logged events were folded, opened an entry, were refused, or failed. Events in progress are
     * included.
     */
    public long folded() {
        return Math.max(0, logged.sum() - opened.sum() - refused.sum() - failures.sum());
    }

    /** Counts an event that is not accepted. */
    public void refuse(DropReason reason) {
        refused.increment();
        drop(reason, 1);
    }

    /** Counts events that had been accepted and are dropped. */
    public void drop(DropReason reason, long events) {
        adder(reason).add(events);
    }

    public long dropped(DropReason reason) {
        return adder(reason).sum() + (reason == DropReason.UNREADABLE ? failures.sum() : 0);
    }

    /** Returns the number of dropped events by reason; only reasons that occurred. */
    public Map<DropReason, Long> dropped() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        dropped.keySet().forEach(reason -> {
            long count = dropped(reason);
            if (count > 0) {
                counts.put(reason, count);
            }
        });
        return counts;
    }

    /**
     * Returns the number of logged events that are neither dropped nor among {@code ofAcknowledged} acknowledged
     * ones.
     */
    public long unconfirmed(long ofAcknowledged) {
        long sum = logged.sum() - ofAcknowledged - failures.sum();
        for (LongAdder each : dropped.values()) {
            sum -= each.sum();
        }
        return Math.max(0, sum);
    }

    /** Counts a search by {@code mask} that was given up, and runs the callback of {@link #tellOfMask}. */
    public void maskFailed() {
        maskFailed.increment();
        toldOfMask.run();
    }

    /** Returns the number of searches by {@code mask} that were given up. */
    public long maskFailures() {
        return maskFailed.sum();
    }

    /** Sets the callback that is run for each search by {@code mask} that is given up. */
    public void tellOfMask(Runnable told) {
        toldOfMask = told;
    }

    private LongAdder adder(DropReason reason) {
        LongAdder adder = dropped.get(reason);
        if (adder == null) {
            throw new IllegalArgumentException(reason.label());
        }
        return adder;
    }
}
