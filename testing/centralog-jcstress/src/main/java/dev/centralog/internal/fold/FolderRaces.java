// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.centralog.Action;
import dev.centralog.DropReason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Races of a call with the closing and draining of its {@link Folder}: each call is taken once or counted as dropped,
 * and all memory is free in the end.
 *
 * <p>Thread-safety: stateless; each nested class is one race, run by the harness.
 */
public final class FolderRaces {
    private static final Action VALUED = Action.of(1, 1).withValue(1);
    private static final ActionAccumulator ONE_VALUE =
            ActionAccumulator.NONE.plus(ActionAccumulator.Call.of(1, null), 0);

    private FolderRaces() {}

    /** An event's entry, queued while its folder is closed and abandoned. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "taken by the shipper")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "dropped, and counted as that")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or its memory is not free")
    public static class EventAndClose {
        private final FoldedSignals folded = new FoldedSignals();

        @Actor
        public void fold() {
            folded.foldEvent();
        }

        @Actor
        public void close(III_Result r) {
            folded.events.close();
            r.r1 = Math.toIntExact(folded.eventDrain.abandon());
        }

        @Arbiter
        public void look(III_Result r) {
            r.r2 = folded.dropped(DropReason.CLOSED);
            r.r3 = folded.usedBytes();
        }
    }

    /** A repeat that finds the entry of a call that is just being queued. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "both taken by the shipper")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "one taken by the shipper, one dropped")
    @Outcome(id = "0, 2, 0", expect = ACCEPTABLE, desc = "both dropped")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or its memory is not free")
    public static class TwoEventsAndClose {
        private final FoldedSignals folded = new FoldedSignals();

        @Actor
        public void fold() {
            folded.foldEvent();
        }

        @Actor
        public void foldAndClose(III_Result r) {
            folded.foldEvent();
            folded.events.close();
            r.r1 = Math.toIntExact(folded.eventDrain.abandon());
        }

        @Arbiter
        public void look(III_Result r) {
            r.r2 = folded.dropped(DropReason.CLOSED);
            r.r3 = folded.usedBytes();
        }
    }

    /** A plain action's entry, queued while its folder is closed and abandoned. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "taken by the shipper")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "dropped, and counted as that")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or its memory is not free")
    public static class ActionAndClose {
        private final FoldedSignals folded = new FoldedSignals();

        @Actor
        public void count() {
            folded.actions.count(1, null, 1, null);
        }

        @Actor
        public void close(III_Result r) {
            folded.actions.close();
            r.r1 = Math.toIntExact(folded.actionDrain.abandon());
        }

        @Arbiter
        public void look(III_Result r) {
            r.r2 = folded.dropped(DropReason.CLOSED);
            r.r3 = folded.usedBytes();
        }
    }

    /** An action with a value, counted while the shipper closes its entry. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "counted in the entry before it was closed")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "too late, and counted in another entry")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or its memory is not free")
    public static class ValueAndLastDrain {
        private final FoldedSignals folded = new FoldedSignals();

        public ValueAndLastDrain() {
            folded.actions.count(VALUED);
            folded.actionDrain.admitFresh();
        }

        @Actor
        public void count() {
            folded.actions.count(VALUED);
        }

        @Actor
        public void drain(III_Result r) {
            r.r1 = folded.drain(folded.actionDrain, true);
        }

        @Arbiter
        public void look(III_Result r) {
            r.r2 = Math.toIntExact(folded.actionDrain.abandon());
            r.r3 = folded.usedBytes();
        }
    }

    /** An action with a value, counted while the shipper takes what its entry has so far. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "taken at once")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "left for the next time")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or its memory is not free")
    public static class ValueAndDrain {
        private final FoldedSignals folded = new FoldedSignals();

        public ValueAndDrain() {
            folded.actions.count(VALUED);
            folded.actionDrain.admitFresh();
        }

        @Actor
        public void count() {
            folded.actions.count(VALUED);
        }

        @Actor
        public void drain(III_Result r) {
            r.r1 = folded.drain(folded.actionDrain, false);
        }

        @Arbiter
        public void look(III_Result r) {
            r.r2 = Math.toIntExact(folded.actionDrain.abandon());
            r.r3 = folded.usedBytes();
        }
    }

    /** A repeat while the shipper closes its entry and takes its group out. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "2, 0, 0, 0", expect = ACCEPTABLE, desc = "counted in the entry before it was closed")
    @Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "too late, and counted in another entry that others find")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, not to be found, or its memory is not free")
    public static class RepeatAndLastDrain {
        private final FoldedSignals folded = new FoldedSignals();

        public RepeatAndLastDrain() {
            folded.foldEvent();
            folded.eventDrain.admitFresh();
        }

        @Actor
        public void fold() {
            folded.foldEvent();
        }

        @Actor
        public void drain(IIII_Result r) {
            r.r1 = folded.drain(folded.eventDrain, true);
        }

        @Arbiter
        public void look(IIII_Result r) {
            r.r2 = folded.events.groups();
            r.r3 = Math.toIntExact(folded.eventDrain.abandon());
            r.r4 = folded.usedBytes();
        }
    }

    /** A call with a value in an entry that is closed at the same time. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "counted, and taken by the close")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "too late: it needs another entry")
    @Outcome(expect = FORBIDDEN, desc = "lost, counted twice, or counted after the close")
    public static class ValueAndClose {
        private final ActionEntry entry = ListRaces.node();

        public ValueAndClose() {
            entry.take();
        }

        @Actor
        public void count(III_Result r) {
            ActionAccumulator seen = entry.totals();
            r.r1 = seen != null && entry.replace(seen, ONE_VALUE) ? 1 : 0;
        }

        @Actor
        public void close(III_Result r) {
            r.r2 = Math.toIntExact(entry.shut().count());
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = Math.toIntExact(entry.take().count());
        }
    }
}
