// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Races of a {@link ClosableCounter}: each increment is taken once, or its caller is told that it did not count.
 *
 * <p>Thread-safety: stateless; each nested class is one race, run by the harness.
 */
public final class CounterRaces {
    /** The count from which on a writer that is disturbed uses the stripes. */
    private static final int BUSY = 1000;

    private static final int TIMES = 4;

    private CounterRaces() {}

    /** A counter that only counts. Thread-safety: see its base class. */
    private static final class Counter extends ClosableCounter {
        Counter(long initial) {
            super(initial);
        }

        static Counter withStripes() {
            Counter counter = new Counter(0);
            counter.spread();
            return counter;
        }

        int incremented() {
            return increment() ? 1 : 0;
        }

        int taken() {
            return Math.toIntExact(takeCount());
        }

        void incrementOften() {
            for (int i = 0; i < TIMES; i++) {
                increment();
            }
        }

        int takenOften() {
            int sum = 0;
            for (int i = 0; i < TIMES; i++) {
                sum += taken();
            }
            return sum;
        }

        int closed() {
            return Math.toIntExact(closeCount());
        }

        /** Returns what can still be counted or taken, which must be nothing for a closed counter. */
        int left() {
            return incremented() + taken();
        }
    }

    /** A single number. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "counted, and taken by the close")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "too late, and told so")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or counted after the close")
    public static class IncrementAndClose {
        private final Counter counter = new Counter(0);

        @Actor
        public void increment(III_Result r) {
            r.r1 = counter.incremented();
        }

        @Actor
        public void close(III_Result r) {
            r.r2 = counter.closed();
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = counter.left();
        }
    }

    /** A counter whose stripes already exist. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "counted in a stripe, and taken by the close")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "too late, and told so")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or counted after the close")
    public static class StripedIncrementAndClose {
        private final Counter counter = Counter.withStripes();

        @Actor
        public void increment(III_Result r) {
            r.r1 = counter.incremented();
        }

        @Actor
        public void close(III_Result r) {
            r.r2 = counter.closed();
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = counter.left();
        }
    }

    /**
     * A counter whose stripes are set up during the race, as if another writer had collided. Thread-safety: the
     * harness's.
     */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "set up, counted in a stripe, and taken by the close")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "too late, and told so")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or counted after the close")
    public static class StripesSetUpAndClose {
        private final Counter counter = new Counter(0);

        @Actor
        public void increment(III_Result r) {
            counter.spread();
            r.r1 = counter.incremented();
        }

        @Actor
        public void close(III_Result r) {
            r.r2 = counter.closed();
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = counter.left();
        }
    }

    /** A counter so busy that a writer disturbed by the close uses the stripes. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1001, 0", expect = ACCEPTABLE, desc = "counted, and taken by the close")
    @Outcome(id = "0, 1000, 0", expect = ACCEPTABLE, desc = "too late, and told so")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or counted after the close")
    public static class BusyIncrementAndClose {
        private final Counter counter = new Counter(BUSY);

        @Actor
        public void increment(III_Result r) {
            r.r1 = counter.incremented();
        }

        @Actor
        public void close(III_Result r) {
            r.r2 = counter.closed();
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = counter.left();
        }
    }

    /** A counter that stays open. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "each taken once, at once or the next time")
    @Outcome(expect = FORBIDDEN, desc = "lost or counted twice")
    public static class IncrementAndTake {
        private final Counter counter = new Counter(0);

        @Actor
        public void increment() {
            counter.incrementOften();
        }

        @Actor
        public void take(I_Result r) {
            r.r1 = counter.takenOften();
        }

        @Arbiter
        public void takeTheRest(I_Result r) {
            r.r1 += counter.taken();
        }
    }

    /** A busy counter, whose disturbed writers use the stripes. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1004", expect = ACCEPTABLE, desc = "each taken once, at once or the next time")
    @Outcome(expect = FORBIDDEN, desc = "lost or counted twice")
    public static class BusyIncrementAndTake {
        private final Counter counter = new Counter(BUSY);

        @Actor
        public void increment() {
            counter.incrementOften();
        }

        @Actor
        public void take(I_Result r) {
            r.r1 = counter.takenOften();
        }

        @Arbiter
        public void takeTheRest(I_Result r) {
            r.r1 += counter.taken();
        }
    }

    /** A counter with stripes that stays open. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "each taken once, at once or the next time")
    @Outcome(expect = FORBIDDEN, desc = "lost or counted twice")
    public static class StripedIncrementAndTake {
        private final Counter counter = Counter.withStripes();

        @Actor
        public void increment() {
            counter.incrementOften();
        }

        @Actor
        public void take(I_Result r) {
            r.r1 = counter.takenOften();
        }

        @Arbiter
        public void takeTheRest(I_Result r) {
            r.r1 += counter.taken();
        }
    }
}
