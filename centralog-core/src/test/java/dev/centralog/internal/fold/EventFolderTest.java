// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.internal.ship.Producers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of the folder and its drain, without a shipper: what is drained is freed. */
class EventFolderTest {
    private final DrainedFolder folds = new DrainedFolder(1 << 20);
    private final EventFolder table = folds.table;
    private final MemoryBudget budget = folds.budget;
    private final ProducerCounters counters = folds.counters;

    @Test
    void entries_afterTheirWindow_areFreedWithTheirGroups() {
        for (int i = 0; i < 500; i++) {
            table.fold(TestEvent.of("group " + i % 100, DrainedFolder.secondsAgo(10)), TestEvent.VIEW);
        }
        assertThat(table.groups()).isEqualTo(100);
        assertThat(budget.used()).isGreaterThan(100 * 400);

        folds.drain();

        assertThat(folds.repeats()).isEqualTo(500);
        assertThat(table.groups()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(folds.windows.isEmpty()).isTrue();
    }

    /** Checks that the shipper knows that there is an entry which others may find and it can't find yet. */
    @Test
    void entry_new_isToldOfBeforeOthersCanFindItAndUntilItIsQueued() {
        List<String> told = new ArrayList<>();
        table.tell(new EnqueueListener() {
            @Override
            public void begins() {
                told.add("begins with " + table.groups());
            }

            @Override
            public void queued() {
                told.add("queued " + (table.fresh() != null));
            }

            @Override
            public void ends() {
                told.add("ends with " + table.groups());
            }
        });

        table.fold(TestEvent.of("group", DrainedFolder.secondsAgo(10)), TestEvent.VIEW);
        table.fold(TestEvent.of("group", DrainedFolder.secondsAgo(10)), TestEvent.VIEW);

        assertThat(told).containsExactly("begins with 0", "queued true", "ends with 1");
    }

    @Test
    void entries_ofTheRunningSecond_stayForRepeats() {
        table.fold(TestEvent.of("group", DrainedFolder.secondsAgo(-6)), TestEvent.VIEW);
        folds.drain();
        table.fold(TestEvent.of("group", DrainedFolder.secondsAgo(-6)), TestEvent.VIEW);

        assertThat(table.groups()).isEqualTo(1);
        assertThat(folds.repeats()).isEqualTo(1);
        assertThat(counters.folded()).isBetween(0L, 1L);
    }

    @Test
    void entries_whenRoomIsWanted_stayOnlyIfTheyRepeat() {
        long second = DrainedFolder.secondsAgo(-5);
        table.fold(TestEvent.of("repeated", second), TestEvent.VIEW);
        table.fold(TestEvent.of("repeated", second), TestEvent.VIEW);
        for (int i = 0; !budget.isFuller(3); i++) {
            table.fold(TestEvent.of("once " + i, second), TestEvent.VIEW);
        }
        int groups = table.groups();

        folds.drain();
        assertThat(budget.isFuller(2)).isFalse();
        assertThat(table.groups()).isBetween(2, groups - 1);

        table.fold(TestEvent.of("repeated", second), TestEvent.VIEW);
        assertThat(counters.folded()).isEqualTo(2);
        folds.drain();
        assertThat(folds.repeats()).isEqualTo(counters.logged.sum());
    }

    @Test
    void entries_cutBefore_areCutAgainInTheNextRoundOnly() {
        long second = DrainedFolder.secondsAgo(-5);
        table.fold(TestEvent.of("group", second), TestEvent.VIEW);
        folds.drain();
        table.fold(TestEvent.of("group", second), TestEvent.VIEW);
        table.fold(TestEvent.of("another", second), TestEvent.VIEW);

        folds.cutInTheSameRound();
        assertThat(folds.repeats()).isEqualTo(2);

        folds.drain();
        assertThat(folds.repeats()).isEqualTo(3);
    }

    @Test
    void group_whoseFirstEventCanNotBeRead_leavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            TestEvent hostile = TestEvent.of("group " + i, DrainedFolder.secondsAgo(10))
                    .filling(builder -> {
                        throw new IllegalStateException("hostile");
                    });
            assertThatThrownBy(() -> table.fold(hostile, TestEvent.VIEW)).hasMessage("hostile");
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
                table.fold(TestEvent.of("group " + i % 3, DrainedFolder.secondsAgo(10)), TestEvent.VIEW);
                reported.incrementAndGet();
            }
        });
        while (!writers.isTerminated()) {
            folds.drain();
        }
        folds.drain();

        assertThat(reported).hasValue((long) threads * eventsEach);
        assertThat(folds.repeats()).isEqualTo((long) threads * eventsEach);
        assertThat(table.groups()).isZero();
        assertThat(budget.used()).isZero();
    }

    @Test
    void times_farAhead_doNotStayUntilTheyAreDue() {
        long now = DrainedFolder.secondsAgo(0);
        for (long second : List.of(
                now + 3600,
                now - 10,
                now - 3600,
                Instant.MAX.getEpochSecond(),
                Instant.MIN.getEpochSecond(),
                Long.MAX_VALUE,
                Long.MIN_VALUE + 1)) {
            folds.fold(TestEvent.of("group", second).filling(builder -> builder.time(Instant.EPOCH)), TIMELESS);
        }
        assertThat(counters.opened.sum()).isEqualTo(7);

        folds.drain();

        assertThat(folds.repeats()).isEqualTo(7);
        assertThat(table.groups()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(folds.windows.isEmpty()).isTrue();
    }

    /** A view of events with any second; {@link Instant} allows only some. */
    private static final EventView<TestEvent> TIMELESS = new TestEvent.View() {
        @Override
        public void fill(TestEvent event, LogEvent.Builder builder) {
            builder.template(event.template());
        }
    };

    @Test
    void group_whoseNameCanNotBeMade_leavesNothingCharged() {
        DrainedFolder nameless = new DrainedFolder(1 << 20, new TestIdentity(parts -> {
            throw new IllegalStateException("hostile");
        }));

        assertThatThrownBy(() -> nameless.fold("group", DrainedFolder.secondsAgo(10)))
                .hasMessage("hostile");

        assertThat(nameless.budget.used()).isZero();
        assertThat(nameless.table.groups()).isZero();
    }

    @Test
    void buffer_full_rendersNothingMore() {
        AtomicInteger rendered = new AtomicInteger();
        long second = DrainedFolder.secondsAgo(0);
        int groups = 0;
        while (counters.dropped().isEmpty()) {
            folds.fold("group " + groups++, second);
        }
        for (int i = 0; i < 1000; i++) {
            TestEvent event = TestEvent.of("group " + i, second + 1);
            folds.fold(event.filling(builder -> rendered.incrementAndGet()), TestEvent.VIEW);
        }

        assertThat(groups).isGreaterThan(1000);
        assertThat(rendered).hasValue(0);
        assertThat(counters.dropped()).isEqualTo(Map.of(DropReason.BUFFER_FULL, 1L));
        assertThat(counters.opened.sum()).isEqualTo(groups - 1);
    }

    @Test
    void repeat_tooLargeForTheRoomLeft_foldsIntoAnotherWindow() {
        DrainedFolder narrow = new DrainedFolder(64 << 10);
        String filling = "x".repeat(8_800);
        long second = DrainedFolder.secondsAgo(0);
        narrow.fold("group", second);
        for (String other : List.of("one", "two", "three")) {
            TestEvent event = TestEvent.of(other, second);
            narrow.fold(event.filling(builder -> builder.message(filling)), TestEvent.VIEW);
        }
        TestEvent repeat = TestEvent.of("group", second + 1).filling(builder -> builder.message(filling));
        narrow.fold(repeat, TestEvent.VIEW);

        assertThat(narrow.counters.opened.sum()).isEqualTo(4);
        assertThat(narrow.counters.folded()).isEqualTo(1);
        assertThat(narrow.counters.dropped()).isEmpty();
    }

    @Test
    void events_thatDifferInOnePart_areGroupsOfTheirOwn() {
        long second = DrainedFolder.secondsAgo(0);
        TestEvent event = TestEvent.of("template", second);
        Origin other = new Origin("other", "", "host", 1);
        List<Runnable> reports = List.of(
                () -> folds.fold(event, new PartsView("logger", null, 1, Origin.UNKNOWN)),
                () -> folds.fold(event, new PartsView("another", null, 1, Origin.UNKNOWN)),
                () -> folds.fold(event, new PartsView("logger", "java.io.IOException", 1, Origin.UNKNOWN)),
                () -> folds.fold(event, new PartsView("logger", null, 2, Origin.UNKNOWN)),
                () -> folds.fold(event, new PartsView("logger", null, 1, other)),
                () -> folds.fold(
                        new TestEvent("template", Level.WARN, second, builder -> {}),
                        new PartsView("logger", null, 1, Origin.UNKNOWN)),
                () -> folds.fold(TestEvent.of("another", second), new PartsView("logger", null, 1, Origin.UNKNOWN)));

        reports.forEach(Runnable::run);
        assertThat(counters.opened.sum()).isEqualTo(reports.size());
        reports.forEach(Runnable::run);

        assertThat(counters.opened.sum()).isEqualTo(reports.size());
        assertThat(table.groups()).isEqualTo(reports.size());
    }

    private static final class PartsView extends TestEvent.View {
        private final String logger;
        private final @Nullable String thrown;
        private final int number;
        private final Origin origin;

        PartsView(String logger, @Nullable String thrown, int number, Origin origin) {
            this.logger = logger;
            this.thrown = thrown;
            this.number = number;
            this.origin = origin;
        }

        @Override
        public String logger(TestEvent event) {
            return logger;
        }

        @Override
        public @Nullable String thrownClasses(TestEvent event) {
            return thrown;
        }

        @Override
        public SourceLocation carriedLocation(TestEvent event) {
            return new SourceLocation("com.example.Shop" + number, "sell", "Shop.java", 7);
        }

        @Override
        public Origin origin(TestEvent event) {
            return origin;
        }
    }
}
