// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.Level;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.MemoryTransport.Fault;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Logged = acknowledged + dropped, whatever happens in between. */
class FoldingLawTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryTransport store = new MemoryTransport();

    @Test
    void windows_closedUnderTheirWriters_loseAndDoubleNothing() throws InterruptedException {
        Producer producer = Producers.start(config(), store);
        int eventsEach = 100_000;

        Producers.onThreads(4, thread -> {
            for (int i = 0; i < eventsEach; i++) {
                report(producer, TestEvent.of("group " + i % 7, secondsAgo(10)));
            }
        });

        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(producer.stats().acknowledged()).isEqualTo(4L * eventsEach);
        assertThat(store.rowsWithoutPayload()).isZero();
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void repeats_ofOneSecond_areOnePairEach() {
        Producer producer = Producers.start(config(), store);
        long second = secondsAgo(1);
        for (int i = 0; i < 10_000; i++) {
            report(producer, TestEvent.of("group " + i % 5, second));
        }
        producer.close(LONG);

        CentralogStats stats = producer.stats();
        assertThat(store.rows()).isEqualTo(5);
        assertThat(stats.windows()).isEqualTo(5);
        assertThat(stats.folded()).isEqualTo(10_000 - 5);
    }

    @RepeatedTest(3)
    void answersAndRequests_lostAtRandom_countOnce() throws InterruptedException {
        long seed = new Random().nextLong();
        System.out.println("FoldingLawTest: seed " + seed);
        Random random = new Random(seed);
        Fault[] faults = {Fault.NONE, Fault.NONE, Fault.NONE, Fault.REQUEST_LOST, Fault.ANSWER_LOST, Fault.OVERTAKEN};
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.incrementAndGet() > 60 ? Fault.NONE : faults[random.nextInt(faults.length)]);
        Producer producer = Producers.start(config(), store);

        Producers.onThreads(2, thread -> {
            for (int i = 0; i < 30_000; i++) {
                report(producer, TestEvent.of("group " + i % 3000, secondsAgo(5)));
            }
        });

        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
    }

    @Test
    void close_whileOthersLog_countsEveryEvent() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            MemoryTransport own = new MemoryTransport();
            Producer producer = Producers.start(config(), own);
            CountDownLatch running = new CountDownLatch(4);
            ExecutorService writers = Producers.startOnThreads(4, thread -> {
                running.countDown();
                for (int i = 0; i < 20_000; i++) {
                    report(producer, TestEvent.of("group " + i % 50, secondsAgo(i % 3)));
                }
            });
            running.await();

            producer.close(LONG);
            assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            CentralogStats stats = producer.stats();
            assertThat(stats.logged()).isEqualTo(80_000);
            assertThat(stats.acknowledged() + stats.totalDropped())
                    .as("%s", stats)
                    .isEqualTo(80_000);
            assertThat(own.events()).isEqualTo(stats.acknowledged());
            assertThat(stats.bufferedBytes()).isZero();
            assertThat(stats.dropped().keySet()).isSubsetOf(DropReason.CLOSED);
        }
    }

    @Test
    void buffer_full_foldsRepeatsAndDropsNewGroupsByLevel() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        int infos = 0;
        while (producer.stats().dropped().isEmpty()) {
            report(producer, TestEvent.of("info " + infos++, Level.INFO));
        }
        assertThat(producer.stats().bufferedBytes()).isBetween(180L << 10, 192L << 10);

        report(producer, TestEvent.of("warn", Level.WARN));
        report(producer, TestEvent.of("error", Level.ERROR));
        assertThat(producer.stats().dropped()).containsOnly(java.util.Map.entry(DropReason.BUFFER_FULL, 1L));

        int errors = 0;
        while (producer.stats().totalDropped() == 1) {
            report(producer, TestEvent.of("error " + errors++, Level.ERROR));
        }
        assertThat(producer.stats().bufferedBytes()).isBetween(250L << 10, 256L << 10);
        for (int i = 0; i < 1000; i++) {
            report(producer, TestEvent.of("info 0", Level.INFO));
        }
        assertThat(producer.stats().totalDropped()).isEqualTo(2);

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.drops()).isEqualTo(2);
        assertThat(store.groups().stream().filter(group -> group.startsWith("~drop:bufferFull:")))
                .hasSize(1);
    }

    @Test
    void drops_ofTheAdapter_areReportedByReason() {
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 5; i++) {
            producer.drop(DropReason.RECURSION);
            producer.drop(DropReason.OWN_LOGGER);
        }
        Awaitility.await().atMost(LONG).until(() -> store.drops() == 5);
        producer.drop(DropReason.RECURSION);

        producer.close(LONG);

        Producers.assertLaw(producer, store);
        assertThat(store.drops()).isEqualTo(6);
        assertThat(store.groups()).singleElement().satisfies(group -> assertThat(group)
                .startsWith("~drop:recursion:"));
    }

    @Test
    void store_absentForLong_getsEverythingLater() {
        store.away(true);
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 5000; i++) {
            report(producer, TestEvent.of("group " + i % 40, secondsAgo(i % 5)));
        }
        assertThat(store.calls()).isEmpty();

        store.away(false);
        Awaitility.await().atMost(LONG).until(() -> producer.stats().waiting() == 0);
        assertThat(store.events()).isEqualTo(5000);
        producer.close(LONG);
        Producers.assertLaw(producer, store);
    }
}
