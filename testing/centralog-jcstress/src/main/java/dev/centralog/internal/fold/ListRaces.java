// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.centralog.Origin;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Races of pushing with removing, in {@link EventGroup} and {@link HashChains}: nothing that was pushed is lost, and
 * nothing that was removed stays.
 *
 * <p>Thread-safety: stateless; each nested class is one race, run by the harness.
 */
public final class ListRaces {
    private static final EventGroupKey PARTS =
            new EventGroupKey(null, null, null, null, null, null, EventGroupKey.Kind.STATEMENT, Origin.UNKNOWN);
    private static final UserAction PAIR = UserAction.of(1, null, 1, null);
    private static final byte[] NOTHING = {};

    private ListRaces() {}

    private static EventGroup group() {
        return new EventGroup(PARTS, NOTHING, 0);
    }

    private static EventEntry entryOf(EventGroup group) {
        return new EventEntry(group, 0, RenderedEvent.NONE, new EventEntry.Terms(0, 0));
    }

    static ActionEntry node() {
        return new ActionEntry(PAIR, PAIR, 0, ActionAccumulator.NONE);
    }

    private static <N extends HashChains.Link<N>> int isIn(@Nullable N head, N wanted) {
        N each = head;
        while (each != null && each != wanted) {
            each = each.next();
        }
        return each == wanted ? 1 : 0;
    }

    /** A group without entries that gets one or leaves the table. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "pushed: the group stays")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "retired: the entry needs another group")
    @Outcome(expect = FORBIDDEN, desc = "an entry in a group that nobody finds, or neither")
    public static class PushAndRetire {
        private final EventGroup group = group();
        private final EventEntry entry = entryOf(group);

        @Actor
        public void push(III_Result r) {
            r.r1 = group.push(entry) ? 1 : 0;
        }

        @Actor
        public void retire(III_Result r) {
            r.r2 = group.retire() ? 1 : 0;
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = isIn(group.head(), entry);
        }
    }

    /** The head of a group that is removed while another entry is pushed onto it. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "pushed: that one alone is there")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "taken out first: the push is to be tried again")
    @Outcome(expect = FORBIDDEN, desc = "a pushed entry is lost, or one that was taken out stays")
    public static class PushAndUnlinkOfEntries {
        private final EventGroup group = group();
        private final EventEntry older = entryOf(group);
        private final EventEntry newer = entryOf(group);

        public PushAndUnlinkOfEntries() {
            group.startWith(older, null);
            newer.setNext(older);
        }

        @Actor
        public void push(III_Result r) {
            r.r1 = group.push(newer) ? 1 : 0;
        }

        @Actor
        public void unlink() {
            group.unlink(older);
        }

        @Arbiter
        public void look(III_Result r) {
            r.r2 = isIn(group.head(), newer);
            r.r3 = isIn(group.head(), older);
        }
    }

    /** The head of a hash chain that is removed while another node is pushed onto it. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "pushed: that one alone is there")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "taken out first: the push is to be tried again")
    @Outcome(expect = FORBIDDEN, desc = "a pushed node is lost, or one that was taken out stays")
    public static class PushAndUnlinkInChains {
        private final HashChains<ActionEntry> chains = new HashChains<>(1);
        private final ActionEntry older = node();
        private final ActionEntry newer = node();

        public PushAndUnlinkInChains() {
            chains.push(older);
            newer.setNext(older);
        }

        @Actor
        public void push(III_Result r) {
            r.r1 = chains.push(newer) ? 1 : 0;
        }

        @Actor
        public void unlink() {
            chains.unlink(older);
        }

        @Arbiter
        public void look(III_Result r) {
            r.r2 = isIn(chains.head(0), newer);
            r.r3 = isIn(chains.head(0), older);
        }
    }

    /** The first two nodes of all: each may be the one that creates the chains. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first one is there")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the second one is there")
    @Outcome(expect = FORBIDDEN, desc = "both or neither, or one that is not found")
    public static class FirstPushes {
        private final HashChains<ActionEntry> chains = new HashChains<>(1);
        private final ActionEntry one = node();
        private final ActionEntry other = node();

        @Actor
        public void push(III_Result r) {
            r.r1 = chains.push(one) ? 1 : 0;
        }

        @Actor
        public void pushOther(III_Result r) {
            r.r2 = chains.push(other) ? 1 : 0;
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = chains.size() == 1 ? isIn(chains.head(0), r.r1 == 1 ? one : other) : -1;
        }
    }
}
