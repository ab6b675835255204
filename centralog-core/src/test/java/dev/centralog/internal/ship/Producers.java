// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.SteppedClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Producers over a {@link MemoryTransport}, and checks of them. */
public final class Producers {
    /** The clock of the producers and of Redis: no date changes while they run. */
    static final Clock CLOCK = new SteppedClock();

    private Producers() {}

    static CentralogConfig config() {
        return CentralogConfig.defaults().with(Settings.FLUSH_INTERVAL, Duration.ofMillis(10));
    }

    static Producer start(CentralogConfig config, BatchTransport store) {
        Producer producer = new Producer(config, store, (severity, message, cause) -> {}, CLOCK);
        producer.start();
        return producer;
    }

    static void report(Producer producer, TestEvent event) {
        producer.fold(event, TestEvent.VIEW);
    }

    /**
     * Returns a second of the past. Events of it are late for every window, so each flush closes the entries under their
     * writers.
     */
    public static long secondsAgo(long seconds) {
        return CLOCK.epochMillis() / 1000 - seconds;
    }

    /** Runs the work on that many threads at once, each with its number, and waits for all. */
    public static void onThreads(int threads, IntConsumer work) throws InterruptedException {
        ExecutorService pool = startOnThreads(threads, work);
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    public static ExecutorService startOnThreads(int threads, IntConsumer work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            int number = t;
            pool.execute(() -> work.accept(number));
        }
        pool.shutdown();
        return pool;
    }

    /** Asserts the law for a closed producer: logged = acknowledged + dropped, and the store has just what was acknowledged. */
    static void assertLaw(Producer producer, MemoryTransport store) {
        assertLaw(producer.stats(), store.events());
        assertLaw(producer.actionStats(), store.actions());
        assertThat(store.grown()).isEmpty();
    }

    private static void assertLaw(CentralogStats stats, long stored) {
        assertThat(stats.acknowledged() + stats.totalDropped()).as("%s", stats).isEqualTo(stats.logged());
        assertThat(stored).isEqualTo(stats.acknowledged());
        assertThat(stats.waiting()).isZero();
        assertThat(stats.bufferedBytes()).isZero();
    }
}
