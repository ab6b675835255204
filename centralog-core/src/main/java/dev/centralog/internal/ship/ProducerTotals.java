// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.internal.fold.ProducerCounters;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What became of all that was logged so far, of events and of actions.
 *
 * <p>Thread-safety: any thread.
 *
 * @param bufferBytes returns how much of the buffer is used now
 */
record ProducerTotals(ProducerCounters ofEvents, ProducerCounters ofActions, LongSupplier bufferBytes) {
    CentralogStats events() {
        return stats(ofEvents);
    }

    CentralogStats actions() {
        return stats(ofActions);
    }

    private CentralogStats stats(ProducerCounters of) {
        Map<DropReason, Long> dropped = of.dropped();
        long acknowledged = of.acknowledged.sum();
        long spilled = of.spilled.sum();
        long logged = of.logged.sum();
        long gone = acknowledged
                + spilled
                + dropped.values().stream().mapToLong(Long::longValue).sum();
        return new CentralogStats(
                logged,
                of.folded(),
                Math.max(0, logged - gone),
                acknowledged,
                spilled,
                of.recovered.sum(),
                dropped,
                of.windows.sum(),
                of.batches.sum(),
                of.resent.sum(),
                of.maskFailures(),
                bufferBytes.getAsLong());
    }

    /** Returns what is neither confirmed, nor on disk, nor dropped. */
    long waiting() {
        return events().waiting() + actions().waiting();
    }

    /** Returns what was logged so far. */
    long logged() {
        return ofEvents.logged.sum() + ofActions.logged.sum();
    }

    /** Returns what is on disk. */
    long spilled() {
        return ofEvents.spilled.sum() + ofActions.spilled.sum();
    }

    /** Returns what was dropped for that reason. */
    long dropped(DropReason reason) {
        return ofEvents.dropped(reason) + ofActions.dropped(reason);
    }
}
