// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The interleavings of a few calls of a {@link ClosableCounter} without stripes, one by one: each outcome is one that calls in
 * turn could have had, an order that keeps each thread's own. With stripes it promises less: that each increment is taken once or
 * told that it did not count, which {@link CounterRaces} checks.
 */
public final class ClosableCounterInterleavingsTest {
    private static final int SCENARIOS = 15;
    private static final int INTERLEAVINGS = 300;

    private final Counter counter = new Counter();

    private static final class Counter extends ClosableCounter {
        Counter() {
            super(0);
        }
    }

    /** What the calls do in turn. */
    public static final class InTurn {
        private long count;
        private boolean isClosed;

        /** Counts one more. */
        public boolean increment() {
            count += isClosed ? 0 : 1;
            return !isClosed;
        }

        /** Takes what was counted. */
        public long take() {
            long taken = count;
            count = 0;
            return taken;
        }

        /** Takes what was counted, and counts no more. */
        public long close() {
            isClosed = true;
            return take();
        }
    }

    @Operation
    public boolean increment() {
        return counter.increment();
    }

    @Operation(nonParallelGroup = "shipper")
    public long take() {
        return counter.takeCount();
    }

    @Operation(nonParallelGroup = "shipper")
    public long close() {
        return counter.closeCount();
    }

    @Test
    void calls_inEachInterleaving_areAsInTurn() {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(InTurn.class)
                .check(getClass());
    }
}
