// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.Said;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.MemoryTransport.Fault;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.OwnThread;
import dev.centralog.internal.time.StandingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that wait until what they have logged is in Redis: whatever else waits, and whatever goes wrong. */
class DurabilityWaitersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final MemoryTransport store = new MemoryTransport();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private Producer producer = start(LONG);

    private Producer start(Duration awaitDurableTimeout) {
        // Intervals that no test waits for: waiting calls hurry the shipper.
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.FLUSH_INTERVAL, Duration.ofSeconds(10))
                .with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMinutes(1))
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.COMMAND_TIMEOUT, Duration.ofMillis(100))
                .with(Settings.AWAIT_DURABLE_TIMEOUT, awaitDurableTimeout);
        Producer made = new Producer(config, store, Said.messages(said), Producers.CLOCK);
        made.start();
        return made;
    }

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
    }

    private void assertSecured(long calls) {
        assertThat(store.events()).isGreaterThanOrEqualTo(calls);
        assertThat(said).noneMatch(message -> message.contains("awaitDurableTimeout"));
    }

    @Test
    void event_whenTheCallReturns_isInRedis() {
        for (int i = 1; i <= 50; i++) {
            report(producer, TestEvent.of("group " + i % 3, secondsAgo(i % 2)));

            assertSecured(i);
        }
    }

    @Test
    void action_whenTheCallReturns_isInRedis() {
        for (int i = 1; i <= 50; i++) {
            producer.count(i % 3, null, 0, "view");

            assertThat(store.actions()).isEqualTo(i);
        }
    }

    @Test
    void calls_behindTheHookOfAnEndingJvm_areInRedisWhenTheyReturn() {
        close();
        producer = start(Duration.ZERO);
        report(producer, TestEvent.of("before", secondsAgo(0)));
        producer.drainForExit(EndLimits.always(LONG));
        assertThat(store.events()).isEqualTo(1);

        for (int i = 1; i <= 20; i++) {
            report(producer, TestEvent.of("group " + i % 3, secondsAgo(i % 2)));
            assertThat(store.events()).isEqualTo(1 + i);
        }
    }

    @Test
    void calls_ofAProducerOpenedWhileTheJvmEnds_areInRedisWhenTheyReturn() {
        close();
        producer = start(Duration.ZERO);
        producer.shipForExit(LONG);

        for (int i = 1; i <= 5; i++) {
            report(producer, TestEvent.of("group", secondsAgo(i)));
            assertThat(store.events()).isEqualTo(i);
        }
    }

    @Test
    void calls_ofAnEndingJvmWithoutRedis_waitUntilTheShutdownTimeoutIsOver() {
        close();
        producer = start(Duration.ZERO);
        store.away(true);
        producer.shipForExit(SHORT);

        for (int i = 1; i <= 5; i++) {
            report(producer, TestEvent.of("group", secondsAgo(i))); // at most the first one waits
        }

        assertThat(said)
                .filteredOn(message -> message.contains("'shutdownTimeout'"))
                .hasSizeLessThanOrEqualTo(1);
    }

    private static void call(Producer producer, int thread, int call) {
        if ((thread + call) % 2 == 0) {
            report(producer, TestEvent.of("group " + call % 700, secondsAgo(call % 5)));
        } else {
            producer.count(call % 700, null, thread, "view");
        }
    }

    @Test
    void calls_ofManyThreads_areInRedisWhenTheyReturn() throws InterruptedException {
        Producers.onThreads(8, thread -> {
            for (int i = 0; i < 300; i++) {
                call(producer, thread, i);
            }
        });

        assertThat(store.events() + store.actions()).isEqualTo(8 * 300);
        assertThat(said).isEmpty();
    }

    /** Uses more slices than batches may be under way: what is drained in several goes is durable when all of it is. */
    @Test
    void actions_ofMoreSlicesThanGoAtOnce_areInRedisWhenTheyReturn() throws InterruptedException {
        ConcurrentLinkedQueue<String> missing = new ConcurrentLinkedQueue<>();
        Instant first = Instant.ofEpochSecond(secondsAgo(200));
        store.faults(() -> {
            LockSupport.parkNanos(100_000); // others log meanwhile, in slices that are drained already
            return Fault.NONE;
        });
        Producers.onThreads(64, thread -> {
            Action action = Action.of(thread, "view").at(first.plusSeconds(thread % 32));
            String group = Integer.toString(thread).length() + ":" + thread + "view";
            for (int i = 1; i <= 60; i++) {
                producer.count(() -> action);
                if (store.actions(group) != i) {
                    missing.add("call " + i + " of thread " + thread);
                }
                LockSupport.parkNanos(400_000L * (thread % 7));
            }
        });

        assertThat(missing).isEmpty();
    }

    /** Gives each thread a second of its own, so that Redis has in it just what that thread has logged. */
    @Test
    void calls_ofManyThreadsWhileMuchIsLost_areInRedisWhenTheyReturn() throws InterruptedException {
        Random random = new Random(1);
        List<Fault> faults = List.of(Fault.values());
        store.faults(() -> {
            synchronized (random) {
                return random.nextInt(10) == 0 ? faults.get(random.nextInt(faults.size())) : Fault.NONE;
            }
        });
        ConcurrentLinkedQueue<String> missing = new ConcurrentLinkedQueue<>();
        long first = secondsAgo(100);
        Producers.onThreads(6, thread -> {
            for (int i = 1; i <= 40; i++) {
                report(producer, TestEvent.of("group " + i % 3, first + thread));
                if (store.events(first + thread) != i) {
                    missing.add("call " + i + " of thread " + thread);
                }
            }
        });

        assertThat(missing).isEmpty();
        assertThat(said).noneMatch(message -> message.contains("awaitDurableTimeout"));
    }

    @Test
    void event_thatIsDropped_isNotWaitedFor() {
        store.away(true);
        report(producer, TestEvent.of("group", secondsAgo(0)).filling(builder -> {
            throw new IllegalStateException("unreadable");
        }));

        producer.count(() -> {
            throw new IllegalStateException("unreadable");
        });

        assertThat(producer.stats().totalDropped()).isEqualTo(1);
        assertThat(producer.actionStats().totalDropped()).isEqualTo(1);
        assertThat(said).noneMatch(message -> message.contains("awaitDurableTimeout"));
    }

    @Test
    void redis_away_callReturnsWhenTimeIsUpAndSaysSo() {
        producer.close(Duration.ZERO);
        store.away(true);
        producer = start(SHORT);

        report(producer, TestEvent.of("group", secondsAgo(0)));

        assertThat(store.events()).isZero();
        assertThat(producer.stats().waiting()).isEqualTo(1);
        assertThat(said).anyMatch(message -> message.contains("'awaitDurableTimeout'"));
    }

    @Test
    void thread_interrupted_waitsAllTheSame() {
        Thread.currentThread().interrupt();
        report(producer, TestEvent.of("group", secondsAgo(0)));

        assertThat(Thread.interrupted()).isTrue();
        assertSecured(1);
    }

    /** Tests Centralog's own threads: the others wait for them, and the Redis client may log on them. */
    @Test
    void thread_ofOurs_doesNotWait() throws InterruptedException {
        store.away(true);
        OwnThread own = OwnThread.create("test", () -> report(producer, TestEvent.of("group", secondsAgo(0))));
        own.start();
        own.join(LONG.toMillis() / 2);

        assertThat(own.isAlive()).isFalse();
    }

    /** Tests an entry that is being queued: the next drain does not take it, and releases no caller. */
    @Test
    void entry_beingQueued_isNoticed() {
        DurabilityWaiters calls = new DurabilityWaiters(
                LONG, new RateLimitedStatus((severity, message, cause) -> {}, StandingClock.ZERO), StandingClock.ZERO);
        calls.beginQueueing();
        assertThat(calls.isAllQueued()).isFalse();

        calls.endQueueing();
        assertThat(calls.isAllQueued()).isTrue();
    }

    @Test
    void closing_letsGoOfThoseThatWait() throws InterruptedException {
        store.away(true);
        Thread caller = new Thread(() -> report(producer, TestEvent.of("group", secondsAgo(0))));
        caller.start();
        Awaitility.await().atMost(LONG).until(() -> producer.stats().logged() == 1);
        producer.close(Duration.ZERO);
        caller.join(LONG.toMillis() / 2);

        assertThat(caller.isAlive()).isFalse();
        assertThat(producer.stats().totalDropped()).isEqualTo(1);
        report(producer, TestEvent.of("group", secondsAgo(0)));
        assertThat(said).noneMatch(message -> message.contains("awaitDurableTimeout"));
    }
}
