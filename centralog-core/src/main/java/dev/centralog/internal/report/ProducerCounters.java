// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a producer has counted. Thread-safety: any thread; never blocks. */
final class ProducerCounters {
    final StripedCounter logged = new StripedCounter();

    /** Those that opened an entry for their group and window. */
    final LongAdder opened = new LongAdder();

    private final LongAdder refused = new LongAdder();
    final LongAdder acknowledged = new LongAdder();

    /** On disk, and not acknowledged. */
    final LongAdder spilled = new LongAdder();

    /** Acknowledged of what earlier processes had left on disk. */
    final LongAdder recovered = new LongAdder();

    /** Of earlier processes, and can't be read back: none of ours, and yet to be reported. */
    final LongAdder damagedOfOthers = new LongAdder();

    final LongAdder windows = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder resent = new LongAdder();
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

    ProducerCounters() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    /**
     * Those that found an entry. Not counted, so that a repeat has one counter less to increment: all logged are folded,
     * opened an entry, or were refused; those just on their way count as folded.
     */
    long folded() {
        return Math.max(0, logged.sum() - opened.sum() - refused.sum());
    }

    /** One that is not let in. */
    void refuse(DropReason reason) {
        refused.increment();
        drop(reason, 1);
    }

    /** What had been let in, and is given up. */
    void drop(DropReason reason, long events) {
        adder(reason).add(events);
    }

    long dropped(DropReason reason) {
        return adder(reason).sum();
    }

    /** The reasons that occurred. */
    Map<DropReason, Long> dropped() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        dropped.forEach((reason, adder) -> {
            long count = adder.sum();
            if (count > 0) {
                counts.put(reason, count);
            }
        });
        return counts;
    }

    /** Neither dropped nor among so many that were acknowledged. */
    long unconfirmed(long ofAcknowledged) {
        long sum = logged.sum() - ofAcknowledged;
        for (LongAdder each : dropped.values()) {
            sum -= each.sum();
        }
        return Math.max(0, sum);
    }

    private LongAdder adder(DropReason reason) {
        LongAdder adder = dropped.get(reason);
        if (adder == null) {
            throw new IllegalArgumentException(reason.label());
        }
        return adder;
    }
}
