// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts before Redis's time is known, on a host whose clock is wrong: they are sent for the windows by Redis's clock. */
class FirstWindowsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int THREADS = 4;

    private final MemoryTransport store = new MemoryTransport();

    private List<Window> windows(Signal signal) {
        return store.calls().stream()
                .map(Batch::window)
                .filter(window -> window.signal() == signal)
                .distinct()
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600, 1, -7, 0})
    void events_areShiftedByWholeSeconds(long behind) {
        store.away(true).clockAhead(behind * 1000 + 400);
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 300; i++) {
            report(producer, TestEvent.of("group " + i % 3, secondsAgo(10 + i % 5)));
        }
        store.away(false);
        assertThat(producer.close(LONG)).isZero();

        for (int i = 0; i < 5; i++) {
            assertThat(store.events(secondsAgo(10 + i) + behind)).isEqualTo(60);
        }
        Producers.assertLaw(producer, store);
    }

    /**
     * Makes calls of one pair, in one slice by the host's clock: only calls that were timed by that clock move to another
     * slice.
     */
    @ParameterizedTest
    @ValueSource(longs = {3600, 600, 7, -3})
    void actions_goToTheSliceOfTheirTimeUnlessThatWasGiven(long behind) {
        store.away(true).clockAhead(behind * 1000);
        Producer producer = Producers.start(config().with(Settings.SLICE_LENGTH, Duration.ofMinutes(10)), store);
        long now = secondsAgo(0);
        for (int i = 0; i < 50; i++) {
            producer.count(1, null, 2, null);
            producer.count(() -> Action.of(1, 2).withValue(3));
            producer.count(() -> Action.of(1, 2).at(Instant.ofEpochSecond(now)));
            producer.count(() -> Action.of(1, 2).at(Instant.ofEpochSecond(now)).withValue(3));
        }
        store.away(false);
        assertThat(producer.close(LONG)).isZero();

        Window given = Window.slice(now, 600);
        Window shifted = Window.slice(now + behind, 600);
        assertThat(windows(Signal.ACTIONS)).containsOnly(given, shifted);
        assertThat(repeats(shifted)).isEqualTo(given.equals(shifted) ? 200 : 100);
        assertThat(repeats(given)).isEqualTo(given.equals(shifted) ? 200 : 100);
        Producers.assertLaw(producer, store);
    }

    private long repeats(Window window) {
        return store.calls().stream()
                .filter(batch -> batch.window().equals(window))
                .mapToLong(Batch::repeats)
                .sum();
    }

    /** Tests that calls are counted by whole slices: by seconds there would be an entry for each second, without end. */
    @Test
    void actions_whileMuchWaits_takeNoMoreRoomThanOnceRedisTimeIsKnown() {
        store.away(true).clockAhead(3_600_000);
        Producer producer = Producers.start(config().with(Settings.BUFFER_BYTES, 1L << 20), store);
        for (int i = 0; i < 3000; i++) {
            producer.count(i, null, 2, null);
        }
        long before = producer.actionStats().bufferedBytes();
        assertThat(before).isGreaterThan(1 << 17);
        for (int i = 0; i < 100; i++) {
            Instant hostTime =
                    Instant.ofEpochSecond(Window.slice(secondsAgo(0), 600).start() + i);
            producer.count(() -> Action.of(1, 2).at(hostTime));
        }
        assertThat(producer.actionStats().bufferedBytes()).isLessThan(before + 1000);
        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
    }

    /** Tests calls that read the older or the newer correction: each is counted once, and in Redis's second. */
    @Test
    void events_loggedWhileRedisTellsItsTime_areExact() throws InterruptedException {
        for (int run = 0; run < 20; run++) {
            MemoryTransport redis = new MemoryTransport().clockAhead(3_600_000);
            redis.away(true);
            Producer producer = Producers.start(config(), redis);
            AtomicLong logged = new AtomicLong();
            long second = secondsAgo(5);
            ExecutorService threads = Producers.startOnThreads(THREADS, thread -> {
                while (!isOver(producer)) {
                    report(producer, TestEvent.of("group " + thread % 2, second));
                    logged.incrementAndGet();
                }
            });
            while (logged.get() < 100L * THREADS) {
                Thread.onSpinWait();
            }
            redis.away(false);
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(producer.close(LONG)).isZero();

            assertThat(redis.events(second + 3600)).isEqualTo(logged.get());
            Producers.assertLaw(producer, redis);
        }
    }

    private static boolean isOver(Producer producer) {
        return producer.stats().acknowledged() > 1000 * THREADS;
    }
}
