// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.internal.fold.ProducerCounters;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The totals of events and of actions so far: logged, confirmed, on disk, dropped, and waiting.
 *
 * <p>Thread-safety: any thread.
 *
 * @param bufferBytes returns how many bytes of the buffer are used now
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
                of.samplesTaken.sum(),
                of.samplesLeftOut.sum(),
                of.windows.sum(),
                of.batches.sum(),
                of.resent.sum(),
                of.maskFailures(),
                bufferBytes.getAsLong());
    }

    /** Returns the number of events and actions that are neither confirmed, nor on disk, nor dropped. */
    long waiting() {
        return events().waiting() + actions().waiting();
    }

    /** Returns the number of events and actions logged so far. */
    long logged() {
        return ofEvents.logged.sum() + ofActions.logged.sum();
    }

    /** Returns the number of events and actions that are on disk. */
    long spilled() {
        return ofEvents.spilled.sum() + ofActions.spilled.sum();
    }

    /** Returns the number of events and actions dropped for that reason. */
    long dropped(DropReason reason) {
        return ofEvents.dropped(reason) + ofActions.dropped(reason);
    }
}
