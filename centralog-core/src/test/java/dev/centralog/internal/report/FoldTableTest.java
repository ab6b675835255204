// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogConfig;
import dev.centralog.Origin;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.EventBounds;
import dev.centralog.internal.wire.Window;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The table and the shipper's view of it, without a shipper: what is taken out is freed. */
class FoldTableTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final Counters counters = new Counters();
    private final FoldTable table = table();
    private final OpenWindows windows = new OpenWindows(table, budget, counters);
    private final Taker taker = new Taker();
    private long round;

    private FoldTable table() {
        CentralogConfig config = CentralogConfig.defaults();
        Origin own = new Origin("app", "", "host", 1);
        EventBounds bounds = EventBounds.of(config);
        return new FoldTable(new EventIdentity(config, own, bounds), new EventRenderer(own, bounds), budget, counters);
    }

    /** Confirms whatever it is handed, at once. */
    private final class Taker implements Lane.Sink {
        private long repeats;

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public void line(Window window, Lane.Cut cut) {
            repeats += cut.line().repeats();
            Waiting entry = cut.entry();
            if (entry != null) {
                windows.confirmed(entry);
            }
        }

        @Override
        public void endOfWindow() {}
    }

    private void cut() {
        windows.admitFresh();
        windows.cut(new Lane.Moment(Clock.system().epochMillis(), 0, round++, false, false), taker);
    }

    @Test
    void entries_afterTheirWindow_areFreedWithTheirGroups() {
        for (int i = 0; i < 500; i++) {
            table.report(TestEvent.of("group " + i % 100, Producers.secondsAgo(10)), TestEvent.VIEW);
        }
        assertThat(table.groups()).isEqualTo(100);
        assertThat(budget.used()).isGreaterThan(100 * 400);

        cut();

        assertThat(taker.repeats).isEqualTo(500);
        assertThat(table.groups()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(windows.isEmpty()).isTrue();
    }

    @Test
    void entries_ofTheRunningSecond_stayForRepeats() {
        table.report(TestEvent.of("group", Producers.secondsAgo(-60)), TestEvent.VIEW);
        cut();
        table.report(TestEvent.of("group", Producers.secondsAgo(-60)), TestEvent.VIEW);

        assertThat(table.groups()).isEqualTo(1);
        assertThat(taker.repeats).isEqualTo(1);
        assertThat(counters.folded()).isBetween(0L, 1L);
    }

    @Test
    void entries_whenRoomIsWanted_stayOnlyIfTheyRepeat() {
        long second = Producers.secondsAgo(-60);
        table.report(TestEvent.of("repeated", second), TestEvent.VIEW);
        table.report(TestEvent.of("repeated", second), TestEvent.VIEW);
        for (int i = 0; !budget.isFuller(3); i++) {
            table.report(TestEvent.of("once " + i, second), TestEvent.VIEW);
        }
        int groups = table.groups();

        cut();
        assertThat(budget.isFuller(2)).isFalse();
        assertThat(table.groups()).isBetween(2, groups - 1);

        table.report(TestEvent.of("repeated", second), TestEvent.VIEW);
        assertThat(counters.folded()).isEqualTo(2);
        cut();
        assertThat(taker.repeats).isEqualTo(counters.logged.sum());
    }

    @Test
    void entries_cutBefore_areCutAgainInTheNextRoundOnly() {
        long second = Producers.secondsAgo(-60);
        table.report(TestEvent.of("group", second), TestEvent.VIEW);
        cut();
        table.report(TestEvent.of("group", second), TestEvent.VIEW);
        table.report(TestEvent.of("another", second), TestEvent.VIEW);

        round--;
        cut();
        assertThat(taker.repeats).isEqualTo(2);

        cut();
        assertThat(taker.repeats).isEqualTo(3);
    }

    @Test
    void group_whoseFirstEventCanNotBeRead_leavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            TestEvent hostile = TestEvent.of("group " + i, Producers.secondsAgo(10))
                    .filling(builder -> {
                        throw new IllegalStateException("hostile");
                    });
            assertThatThrownBy(() -> table.report(hostile, TestEvent.VIEW)).hasMessage("hostile");
        }

        assertThat(table.groups()).isZero();
        assertThat(budget.used()).isZero();
    }

    @Test
    void writers_againstATakerThatClosesAtOnce_everyIncrementIsTakenOnce() throws InterruptedException {
        int threads = 4;
        int eventsEach = 100_000;
        AtomicLong reported = new AtomicLong();
        ExecutorService writers = Producers.startOnThreads(threads, thread -> {
            for (int i = 0; i < eventsEach; i++) {
                table.report(TestEvent.of("group " + i % 3, Producers.secondsAgo(10)), TestEvent.VIEW);
                reported.incrementAndGet();
            }
        });
        while (!writers.isTerminated()) {
            cut();
        }
        cut();

        assertThat(reported).hasValue((long) threads * eventsEach);
        assertThat(taker.repeats).isEqualTo((long) threads * eventsEach);
        assertThat(table.groups()).isZero();
        assertThat(budget.used()).isZero();
    }
}
