// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.ActionTotals;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.Level;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.MemoryTransport.Fault;
import dev.centralog.internal.wire.ActionKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Logged = acknowledged + dropped, for actions, and no value is added twice or never. */
class ActionLawTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryTransport store = new MemoryTransport();

    /** Every flush takes all, and idle entries go: entries are closed under their writers all the time. */
    private static CentralogConfig busy() {
        return config().with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(10));
    }

    private static void assertLaw(Producer producer, MemoryTransport store) {
        CentralogStats stats = producer.actionStats();
        assertThat(stats.acknowledged() + stats.totalDropped()).as("%s", stats).isEqualTo(stats.logged());
        assertThat(store.actions()).isEqualTo(stats.acknowledged());
        assertThat(stats.waiting()).isZero();
        assertThat(stats.bufferedBytes()).isZero();
        assertThat(store.grown()).isEmpty();
    }

    /** Of number {@code i}: the even ones plain, the others with a value, some of which can't be counted. */
    private static void act(Producer producer, int i, int pairs) {
        int pair = i % pairs;
        if (isPlain(i)) {
            producer.count(0, Integer.toString(pair), 0, "view"); // as Action has it: one entry for both
        } else {
            producer.count(() -> Action.of(pair, "view").withValue(valueOf(i)).withPayload("item " + i % 3));
        }
    }

    private static boolean isPlain(int i) {
        return i % 2 == 0;
    }

    private static Number valueOf(int i) {
        if (i % 7 == 0) {
            return Double.NaN;
        }
        return i % 5 == 0 ? -i : i;
    }

    /** Each pair has what {@link #act} did, on each of so many threads: plain calls and values on one pair. */
    private void assertExact(int actionsEach, int threads, int pairs) {
        assertThat(pairs).as("pairs that have both kinds of calls").isOdd();
        for (int pair = 0; pair < pairs; pair++) {
            LongSummaryStatistics values = new LongSummaryStatistics();
            long count = 0;
            long rejected = 0;
            for (int i = pair; i < actionsEach; i += pairs) {
                count++;
                if (!isPlain(i) && valueOf(i) instanceof Integer value) {
                    values.accept(value);
                } else if (!isPlain(i)) {
                    rejected++;
                }
            }
            String group = Integer.toString(pair).length() + ":" + pair + "view";
            ActionTotals totals = store.totals(group);
            assertThat(store.actions(group)).as(group).isEqualTo(threads * count);
            assertThat(totals.values()).as(group).isEqualTo(threads * values.getCount());
            assertThat(totals.rejected()).as(group).isEqualTo(threads * rejected);
            assertThat(totals.sum()).as(group).isEqualByComparingTo(BigDecimal.valueOf(threads * values.getSum()));
            assertThat(totals.min()).as(group).isEqualByComparingTo(BigDecimal.valueOf(values.getMin()));
            assertThat(totals.max()).as(group).isEqualByComparingTo(BigDecimal.valueOf(values.getMax()));
        }
    }

    @Test
    void entries_closedUnderTheirWriters_loseAndDoubleNothing() throws InterruptedException {
        Producer producer = Producers.start(busy(), store);
        int actionsEach = 200_000;

        Producers.onThreads(4, thread -> {
            for (int i = 0; i < actionsEach; i++) {
                act(producer, i, 2001);
            }
        });

        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        assertThat(producer.actionStats().acknowledged()).isEqualTo(4L * actionsEach);
        assertExact(actionsEach, 4, 2001);
    }

    @RepeatedTest(3)
    void answersAndRequests_lostAtRandom_countOnce() throws InterruptedException {
        long seed = new Random().nextLong();
        System.out.println("ActionLawTest: seed " + seed);
        Random random = new Random(seed);
        Fault[] faults = {Fault.NONE, Fault.NONE, Fault.NONE, Fault.REQUEST_LOST, Fault.ANSWER_LOST, Fault.OVERTAKEN};
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.incrementAndGet() > 60 ? Fault.NONE : faults[random.nextInt(faults.length)]);
        Producer producer = Producers.start(busy(), store);

        Producers.onThreads(2, thread -> {
            for (int i = 0; i < 30_000; i++) {
                act(producer, i, 1501);
                report(producer, TestEvent.of("group " + i % 100, Producers.secondsAgo(5)));
            }
        });

        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        Producers.assertLaw(producer, store);
        assertExact(30_000, 2, 1501);
    }

    @Test
    void close_whileOthersCount_countsEveryAction() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            MemoryTransport own = new MemoryTransport();
            Producer producer = Producers.start(busy(), own);
            CountDownLatch running = new CountDownLatch(4);
            ExecutorService writers = Producers.startOnThreads(4, thread -> {
                running.countDown();
                for (int i = 0; i < 20_000; i++) {
                    act(producer, i, 51);
                }
            });
            running.await();

            producer.close(LONG);
            assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            assertLaw(producer, own);
            assertThat(producer.actionStats().logged()).isEqualTo(80_000);
            assertThat(producer.actionStats().dropped().keySet()).isSubsetOf(DropReason.CLOSED);
        }
    }

    @Test
    void pairs_withOddKinds_meetWhereTheirTextsAreOne() {
        Producer producer = Producers.start(config(), store);
        producer.count(42, null, 7, null);
        producer.count(0, "42", 7, null);
        producer.count(0, "42", 0, "7");
        producer.count(42, null, 0, "7");
        producer.count(42, null, 0, "logon");
        producer.close(LONG);

        assertThat(store.actions("2:427")).isEqualTo(4);
        assertThat(store.actions("2:42logon")).isEqualTo(1);
        assertLaw(producer, store);
    }

    @Test
    void actions_givenWithNeitherValueNorPayload_travelAsPlainCounts() {
        Producer producer = Producers.start(config(), store);
        Instant time = Instant.ofEpochSecond(Producers.secondsAgo(0));
        for (int i = 0; i < 100; i++) {
            int user = i % 10;
            producer.count(() -> Action.of(user, "view").at(time));
        }
        producer.count(() -> Action.of(0, "buy").at(time).withValue(1));
        producer.close(LONG);

        assertThat(store.linesWithTotals()).isEqualTo(1);
        assertLaw(producer, store);
    }

    @Test
    void users_tooMany_areDroppedWithinTheBuffer() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        for (int user = 0; user < 10_000_000; user++) {
            producer.count(user, null, 0, "view");
            if (user % 1000 == 0) {
                assertThat(producer.actionStats().bufferedBytes()).isLessThanOrEqualTo(256L << 10);
            }
        }
        CentralogStats full = producer.actionStats();
        assertThat(full.dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        assertThat(full.waiting()).isGreaterThan(500);

        producer.count(0, null, 0, "view");
        assertThat(producer.actionStats().totalDropped()).isEqualTo(full.totalDropped());

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        assertThat(store.drops()).isEqualTo(full.totalDropped());
    }

    @Test
    void users_tooManyWithValues_leaveRoomForWarnings() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        for (int user = 0; user < 5000; user++) {
            producer.count(0, Integer.toString(user), 0, "view");
        }
        long plain = producer.actionStats().waiting();
        for (int user = 0; user < plain; user++) {
            int number = user;
            producer.count(() -> Action.of(number, "view").withValue(1));
            assertThat(producer.actionStats().bufferedBytes()).isLessThanOrEqualTo((256L << 10) / 4 * 3);
        }
        report(producer, TestEvent.of("disk full", Level.WARN));
        assertThat(producer.stats().dropped()).isEmpty();

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        assertThat(producer.actionStats().dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        assertThat(store.events()).isEqualTo(1);
    }

    @Test
    void payloads_underWay_areChargedUntilTheyAreConfirmed() {
        AtomicReference<Fault> fault = new AtomicReference<>(Fault.REQUEST_LOST);
        store.faults(fault::get);
        Producer producer = Producers.start(busy(), store);
        String payload = "x".repeat(1000);
        producer.count(() -> Action.of(1, "view").withPayload(payload));
        Awaitility.await().atMost(LONG).until(() -> !store.calls().isEmpty());
        assertThat(producer.actionStats().bufferedBytes()).isGreaterThan(2000);

        fault.set(Fault.NONE);
        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
    }

    @Test
    void payloads_ofAnySize_fitIntoALineWithTheirValues() {
        CentralogConfig large = config().with(Settings.ACTION_SAMPLES, 100).with(Settings.MAX_ARGUMENT_BYTES, 1L << 20);
        store.away(true);
        Producer producer = Producers.start(large, store);
        for (int i = 0; i < 10; i++) {
            String payload = i + "\0".repeat(350_000); // six bytes each in JSON
            producer.count(() -> Action.of(1, "view").withValue(3).withPayload(payload));
            report(producer, TestEvent.of("group " + i, Producers.secondsAgo(5)));
        }
        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        Producers.assertLaw(producer, store);
        assertThat(store.totals("1:1view").sum()).isEqualByComparingTo("30");
        assertThat(store.totals("1:1view").first())
                .isNotNull()
                .satisfies(first -> assertThat(first.text()).startsWith("0\0").endsWith("…"));
    }

    @Test
    void ids_thatTheMaskFinds_areHiddenAndAddedUp() {
        CentralogConfig masking = config().with(Settings.MASK, "[0-9]{4}|secret");
        Producer producer = Producers.start(masking, store);
        producer.count(0, "card 1234", 0, "logon secret");
        producer.count(() -> Action.of("card 5678", "logon secret").withValue(3));
        producer.count(() -> Action.of("card 9999", "logon secret").withValue(4));
        producer.count(12345, null, 6789, null);
        producer.count(0, "x".repeat(ActionKey.MAX_ID_BYTES - 40) + "secret".repeat(20), 0, "view");
        producer.close(LONG);

        assertThat(store.actions("8:card ***logon ***")).isEqualTo(3);
        assertThat(store.totals("8:card ***logon ***").sum()).isEqualByComparingTo("7");
        assertThat(store.actions("5:123456789")).isEqualTo(1);
        assertThat(store.groups()).hasSize(3).noneMatch(group -> group.contains("secr") || group.contains("card 1"));
        assertLaw(producer, store);
    }

    @Test
    void hostClock_anHourOff_countsInRedisSlicesButForTimesThatAreGiven() {
        long hour = 3600;
        store.clockAhead(Duration.ofSeconds(hour).toMillis());
        Producer producer = Producers.start(busy().with(Settings.SLICE_LENGTH, Duration.ofSeconds(1)), store);
        producer.count(1, null, 0, "first");
        Awaitility.await().atMost(LONG).until(() -> producer.actionStats().acknowledged() == 1);

        Instant given = Instant.ofEpochSecond(Producers.secondsAgo(-hour - 2));
        producer.count(1, null, 0, "then");
        producer.count(() -> Action.of(1, "value").withValue(1));
        producer.count(() -> Action.of(1, "given").at(given));
        producer.close(LONG);

        assertThat(store.windowsOf("1:1then")).containsExactly(Producers.secondsAgo(-hour));
        assertThat(store.windowsOf("1:1value")).containsExactly(Producers.secondsAgo(-hour));
        assertThat(store.windowsOf("1:1given")).containsExactly(given.getEpochSecond());
        assertLaw(producer, store);
    }

    @Test
    void payloads_withoutRoom_areLeftOutAndTheirActionsCounted() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10)
                .with(Settings.ACTION_SAMPLES, 100)
                .with(Settings.MAX_ARGUMENT_BYTES, 64L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        for (int i = 0; i < 100; i++) {
            String payload = i + "x".repeat(20_000);
            producer.count(() -> Action.of(1, "view").withValue(1).withPayload(payload));
        }
        assertThat(producer.actionStats().bufferedBytes()).isLessThanOrEqualTo(256L << 10);

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        assertThat(store.actions()).isEqualTo(100);
        assertThat(store.totals("1:1view").sum()).isEqualByComparingTo("100");
    }

    @Test
    void store_absentForLong_getsEverythingLater() {
        store.away(true);
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 5000; i++) {
            act(producer, i, 41);
        }
        assertThat(store.calls()).isEmpty();

        store.away(false);
        Awaitility.await().atMost(LONG).until(() -> producer.actionStats().waiting() == 0);
        producer.close(LONG);
        assertLaw(producer, store);
        assertExact(5000, 1, 41);
    }

    @Test
    void actions_thatThrow_areDroppedAndCounted() {
        Producer producer = Producers.start(config(), store);
        producer.count(() -> {
            throw new IllegalStateException("hostile");
        });
        producer.refuseAction();
        producer.count(1, null, 1, null);
        producer.close(LONG);

        assertLaw(producer, store);
        assertThat(producer.actionStats().dropped()).containsOnly(java.util.Map.entry(DropReason.UNREADABLE, 2L));
        assertThat(store.groups().stream().filter(group -> group.startsWith("~drop:unreadable:")))
                .hasSize(1);
    }
}
