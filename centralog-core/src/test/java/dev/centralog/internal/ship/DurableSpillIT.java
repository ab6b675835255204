// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.spill.WatchedSpill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that wait, while Redis is unavailable and the disk does not take everything. */
class DurableSpillIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryTransport store = new MemoryTransport().away(true);
    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private Producer start(Duration awaitDurableTimeout, WatchedSpill.Watch watch) {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.AWAIT_DURABLE_TIMEOUT, awaitDurableTimeout);
        Producer producer = new Producer(
                config,
                store,
                (severity, message, cause) -> said.add(message),
                Producers.CLOCK,
                listener -> WatchedSpill.open(directory, listener, watch));
        producer.start();
        return producer;
    }

    /** Holds up the first write until the other two calls wait; the second write is refused, and succeeds when repeated. */
    @Test
    void disk_thatRefusesOnce_callsWaitForWhatItHasNotTaken() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        Producer producer = start(LONG, number -> {
            if (number == 1) {
                first.countDown();
                awaitQuietly(others);
            } else if (number == 2) {
                throw new IOException("refused once");
            }
        });
        CompletableFuture<Void> before =
                CompletableFuture.runAsync(() -> report(producer, TestEvent.of("first", secondsAgo(5))));
        awaitQuietly(first);
        CompletableFuture<Long> event = CompletableFuture.supplyAsync(() -> {
            report(producer, TestEvent.of("second", secondsAgo(5)));
            return producer.stats().waiting();
        });
        CompletableFuture<Long> action = CompletableFuture.supplyAsync(() -> {
            producer.count(1, null, 2, null);
            return producer.actionStats().waiting();
        });
        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        producer.stats().logged() == 2 && producer.actionStats().logged() == 1);
        others.countDown();

        before.join();
        assertThat(event.join()).isZero();
        assertThat(action.join()).isZero();
        assertThat(said).anyMatch(message -> message.contains("can't write to"));
        assertThat(said).noneMatch(message -> message.contains("awaitDurableTimeout"));
        producer.close(Duration.ZERO);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Tests the limit of tries: otherwise each call would cost a write that is refused, and take all others' time. */
    @Test
    void disk_thatRefuses_isTriedOnceAFlushInterval() {
        AtomicInteger writes = new AtomicInteger();
        Producer producer = start(Duration.ofMillis(1), number -> {
            writes.incrementAndGet();
            throw new IOException("refused");
        });
        long begin = Producers.CLOCK.nanos();
        for (int i = 0; i < 200; i++) {
            report(producer, TestEvent.of("event " + i % 3, secondsAgo(5)));
        }
        long intervals = (Producers.CLOCK.nanos() - begin)
                / Settings.FLUSH_INTERVAL.defaultValue().toNanos();

        // A round tries two or three times, each attempt to reach Redis begins one.
        assertThat(writes.get()).isLessThan((int) (5 * intervals) + 30);
        assertThat(said).anyMatch(message -> message.contains("'awaitDurableTimeout'"));
        assertThat(directory.toFile().list()).hasSizeLessThan(3);
        producer.close(Duration.ZERO);
    }
}
