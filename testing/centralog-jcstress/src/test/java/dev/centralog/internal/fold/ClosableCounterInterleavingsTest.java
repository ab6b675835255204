// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.testkit.Faults;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Tests the interleavings of a few calls of a {@link ClosableCounter} without stripes, one by one: each outcome is
 * possible for the same calls in some sequence that keeps each thread's own order. A counter with stripes promises
 * less: each increment is taken once, or its caller is told that it did not count; {@link CounterRaces} checks that.
 */
public final class ClosableCounterInterleavingsTest {
    private static final int SCENARIOS = Faults.times(8, 15);
    private static final int INTERLEAVINGS = 300;

    private final Counter counter = new Counter();

    private static final class Counter extends ClosableCounter {
        Counter() {
            super(0);
        }
    }

    /** The same counter for calls in sequence. */
    public static final class InTurn {
        private long count;
        private boolean isClosed;

        /** Counts one more, and returns whether it counted. */
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
