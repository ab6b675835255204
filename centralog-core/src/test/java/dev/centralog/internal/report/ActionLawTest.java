// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import static dev.centralog.internal.report.Producers.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.report.MemoryStore.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Logged = acknowledged + dropped, for actions, and no value is added twice or never. */
class ActionLawTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryStore store = new MemoryStore();

    /** Every flush takes all, and idle entries go: entries are closed under their writers all the time. */
    private static CentralogConfig busy() {
        return config().with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(10));
    }

    private static void assertLaw(Producer producer, MemoryStore store) {
        CentralogStats stats = producer.actionStats();
        assertThat(stats.acknowledged() + stats.totalDropped()).as("%s", stats).isEqualTo(stats.logged());
        assertThat(store.actions()).isEqualTo(stats.acknowledged());
        assertThat(stats.waiting()).isZero();
        assertThat(store.grown()).isEmpty();
    }

    /** Of number {@code i}: the even ones plain, the others with the value {@code i}. */
    private static void act(Producer producer, int i, int pairs) {
        int pair = i % pairs;
        if (i % 2 == 0) {
            producer.count(ActionPair.of(pair, "view"));
        } else {
            producer.count(() -> Action.of(pair, "view").withValue(i).withPayload("item " + i % 3));
        }
    }

    private static BigDecimal valuesOf(int actionsEach, int threads) {
        long sum = 0;
        for (int i = 1; i < actionsEach; i += 2) {
            sum += i;
        }
        return BigDecimal.valueOf(sum * threads);
    }

    @Test
    void entries_closedUnderTheirWriters_loseAndDoubleNothing() throws InterruptedException {
        Producer producer = Producers.start(busy(), store);
        int actionsEach = 200_000;

        Producers.onThreads(4, thread -> {
            for (int i = 0; i < actionsEach; i++) {
                act(producer, i, 2000);
            }
        });

        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        assertThat(producer.actionStats().bufferedBytes()).isZero();
        assertThat(producer.actionStats().acknowledged()).isEqualTo(4L * actionsEach);
        assertThat(store.values()).isEqualByComparingTo(valuesOf(actionsEach, 4));
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
                act(producer, i, 3000);
                producer.report(TestDraft.of("group " + i % 100, Producers.secondsAgo(5)));
            }
        });

        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        Producers.assertLaw(producer, store);
        assertThat(store.values()).isEqualByComparingTo(valuesOf(30_000, 2));
    }

    @Test
    void close_whileOthersCount_countsEveryAction() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            MemoryStore own = new MemoryStore();
            Producer producer = Producers.start(busy(), own);
            CountDownLatch running = new CountDownLatch(4);
            ExecutorService writers = Producers.startOnThreads(4, thread -> {
                running.countDown();
                for (int i = 0; i < 20_000; i++) {
                    act(producer, i, 50);
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
        producer.count(ActionPair.of(42, 7));
        producer.count(ActionPair.of("42", 7));
        producer.count(ActionPair.of("42", "7"));
        producer.count(ActionPair.of(42, "7"));
        producer.count(ActionPair.of(42, "logon"));
        producer.close(LONG);

        assertThat(store.actions("2:427")).isEqualTo(4);
        assertThat(store.actions("2:42logon")).isEqualTo(1);
        assertLaw(producer, store);
    }

    @Test
    void actions_givenWithNeitherValueNorPayload_travelAsPlainCounts() {
        Producer producer = Producers.start(config(), store);
        Instant time = Instant.now();
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
            producer.count(ActionPair.of(user, "view"));
            if (user % 1000 == 0) {
                assertThat(producer.actionStats().bufferedBytes()).isLessThanOrEqualTo(256L << 10);
            }
        }
        CentralogStats full = producer.actionStats();
        assertThat(full.dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        assertThat(full.waiting()).isGreaterThan(500);

        producer.count(ActionPair.of(0, "view"));
        assertThat(producer.actionStats().totalDropped()).isEqualTo(full.totalDropped());

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        assertLaw(producer, store);
        assertThat(producer.actionStats().bufferedBytes()).isZero();
        assertThat(store.drops()).isEqualTo(full.totalDropped());
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
        assertThat(producer.actionStats().bufferedBytes()).isZero();
        assertThat(store.actions()).isEqualTo(100);
        assertThat(store.values()).isEqualByComparingTo("100");
    }

    @Test
    void store_absentForLong_getsEverythingLater() {
        store.away(true);
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 5000; i++) {
            act(producer, i, 40);
        }
        assertThat(store.calls()).isEmpty();

        store.away(false);
        Awaitility.await().atMost(LONG).until(() -> producer.actionStats().waiting() == 0);
        assertThat(store.actions()).isEqualTo(5000);
        producer.close(LONG);
        assertLaw(producer, store);
    }

    @Test
    void actions_thatThrow_areDroppedAndCounted() {
        Producer producer = Producers.start(config(), store);
        producer.count(() -> {
            throw new IllegalStateException("hostile");
        });
        producer.refuseAction();
        producer.count(ActionPair.of(1, 1));
        producer.close(LONG);

        assertLaw(producer, store);
        assertThat(producer.actionStats().dropped()).containsOnly(java.util.Map.entry(DropReason.UNREADABLE, 2L));
        assertThat(store.groups().stream().filter(group -> group.startsWith("~drop:unreadable:")))
                .hasSize(1);
    }
}
