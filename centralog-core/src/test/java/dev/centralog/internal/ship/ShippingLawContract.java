// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.Settings;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law, for events and for actions: logged = acknowledged + dropped, whatever happens in between. */
abstract class ShippingLawContract {
    static final Duration LONG = Duration.ofSeconds(30);

    final MemoryTransport store = new MemoryTransport();

    /** Logs number {@code i} of a thread; the numbers go round {@code groups}, which 2 and 7 do not divide. */
    abstract void log(Producer producer, int i, int groups);

    /** Logs once for the other signal, which takes turns with this one. */
    abstract void logOther(Producer producer, int i);

    abstract CentralogStats stats(Producer producer);

    /** Asserts that the store has of each group what {@link #log} did with these numbers, on each of these threads. */
    abstract void assertExact(int numbers, int threads, int groups);

    /**
     * Returns settings by which every flush takes everything and removes idle entries, so that entries are always closed
     * under their writers.
     */
    static CentralogConfig busy() {
        return Producers.config().with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 2001})
    void entries_closedUnderTheirWriters_loseAndDoubleNothing(int groups) throws InterruptedException {
        Producer producer = Producers.start(busy(), store);
        int numbers = 100_000;

        Producers.onThreads(4, thread -> {
            for (int i = 0; i < numbers; i++) {
                log(producer, i, groups);
            }
        });

        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(stats(producer).acknowledged()).isEqualTo(4L * numbers);
        assertExact(numbers, 4, groups);
        assertThat(store.isClosed()).isTrue();
    }

    @RepeatedTest(3)
    void answersAndRequests_lostAtRandom_countOnce() throws InterruptedException {
        long seed = new Random().nextLong();
        System.out.println(getClass().getSimpleName() + ": seed " + seed);
        Random random = new Random(seed);
        Fault[] faults = {Fault.NONE, Fault.NONE, Fault.NONE, Fault.REQUEST_LOST, Fault.ANSWER_LOST, Fault.OVERTAKEN};
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.incrementAndGet() > 60 ? Fault.NONE : faults[random.nextInt(faults.length)]);
        Producer producer = Producers.start(busy(), store);

        Producers.onThreads(2, thread -> {
            for (int i = 0; i < 30_000; i++) {
                log(producer, i, 1501);
                logOther(producer, i);
            }
        });

        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertExact(30_000, 2, 1501);
    }

    @Test
    void close_whileOthersLog_countsEveryCall() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            MemoryTransport own = new MemoryTransport();
            Producer producer = Producers.start(busy(), own);
            CountDownLatch running = new CountDownLatch(4);
            ExecutorService writers = Producers.startOnThreads(4, thread -> {
                running.countDown();
                for (int i = 0; i < 20_000; i++) {
                    log(producer, i, 51);
                }
            });
            running.await();

            producer.close(LONG);
            assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            Producers.assertLaw(producer, own);
            assertThat(stats(producer).logged()).isEqualTo(80_000);
            assertThat(stats(producer).dropped().keySet()).isSubsetOf(DropReason.CLOSED);
        }
    }

    @Test
    void store_absentForLong_getsEverythingLater() {
        store.away(true);
        Producer producer = Producers.start(Producers.config(), store);
        for (int i = 0; i < 5000; i++) {
            log(producer, i, 41);
        }
        assertThat(store.calls()).isEmpty();

        store.away(false);
        Awaitility.await().atMost(LONG).until(() -> stats(producer).waiting() == 0);
        assertExact(5000, 1, 41);
        producer.close(LONG);
        Producers.assertLaw(producer, store);
    }
}
