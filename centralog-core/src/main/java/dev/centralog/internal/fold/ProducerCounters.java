// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a producer has counted. Thread-safety: any thread; never blocks. */
public final class ProducerCounters {
    public final StripedCounter logged = new StripedCounter();

    /** Those that opened an entry for their group and window. */
    final LongAdder opened = new LongAdder();

    private final LongAdder refused = new LongAdder();

    /** Unreadable ones. */
    public final FailureCount failures = new FailureCount();

    public final LongAdder acknowledged = new LongAdder();

    /** On disk, and not acknowledged. */
    public final LongAdder spilled = new LongAdder();

    /** Acknowledged of what earlier processes had left on disk. */
    public final LongAdder recovered = new LongAdder();

    /** Of earlier processes, and can't be read back: none of ours, and yet to be reported. */
    public final LongAdder damagedOfOthers = new LongAdder();

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
     * Those that found an entry. Not counted, so that a repeat has one counter less to increment: all logged are folded,
     * opened an entry, or were refused; those just on their way count as folded.
     */
    public long folded() {
        return Math.max(0, logged.sum() - opened.sum() - refused.sum() - failures.sum());
    }

    /** One that is not let in. */
    public void refuse(DropReason reason) {
        refused.increment();
        drop(reason, 1);
    }

    /** What had been let in, and is given up. */
    public void drop(DropReason reason, long events) {
        adder(reason).add(events);
    }

    public long dropped(DropReason reason) {
        return adder(reason).sum() + (reason == DropReason.UNREADABLE ? failures.sum() : 0);
    }

    /** The reasons that occurred. */
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

    /** Neither dropped nor among so many that were acknowledged. */
    public long unconfirmed(long ofAcknowledged) {
        long sum = logged.sum() - ofAcknowledged - failures.sum();
        for (LongAdder each : dropped.values()) {
            sum -= each.sum();
        }
        return Math.max(0, sum);
    }

    /** A search by {@code mask} was given up. */
    public void maskFailed() {
        maskFailed.increment();
        toldOfMask.run();
    }

    /** How many were. */
    public long maskFailures() {
        return maskFailed.sum();
    }

    /** Sets what is run for each. */
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
