// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.time.StandingClock;
import dev.centralog.internal.time.SteppedClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The rest of a shipper: it sleeps until it has something to ship. */
class RestTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The number of events: not even half of them may wait until a rest is over by itself. */
    private static final int EVENTS = 200;

    private final MemoryTransport store = new MemoryTransport();

    @Test
    void events_oneAfterEachRest_areShippedAtOnce() {
        Producer producer = Producers.start(config(), store);
        AtomicInteger logged = new AtomicInteger();

        Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(LONG).until(() -> {
            if (producer.stats().acknowledged() == logged.get()) {
                Producers.report(producer, TestEvent.of("group " + logged.incrementAndGet(), secondsAgo(5)));
            }
            return logged.get() > EVENTS;
        });

        producer.close(LONG);
        Producers.assertLaw(producer, store);
    }

    @Test
    void action_afterARest_isShipped() {
        Producer producer = Producers.start(config(), store);

        producer.count(() -> Action.of("bob", "logon"));

        Awaitility.await().atMost(LONG).until(() -> producer.actionStats().acknowledged() == 1);
        producer.close(LONG);
    }

    /** Tests with a clock that stands still, so that the pause after the first attempt never ends. */
    @Test
    void flood_whileTheStoreIsAway_hastensNoAttempt() {
        long buffer = 4 << 20;
        store.away(true);
        Producer producer = new Producer(
                config().with(Settings.BUFFER_BYTES, buffer),
                store,
                (severity, message, cause) -> {},
                new StandingClock(SteppedClock.START_MILLIS, 0));
        producer.start();
        Producers.report(producer, TestEvent.of("first", secondsAgo(5)));
        Awaitility.await().atMost(LONG).until(() -> store.connects() == 1);

        for (int i = 0; producer.stats().bufferedBytes() < buffer / 2; i++) {
            Producers.report(producer, TestEvent.of("group " + i, secondsAgo(5)));
        }

        assertThat(store.connects()).isEqualTo(1);
        store.away(false);
        producer.close(LONG);
        Producers.assertLaw(producer, store);
    }

    @Test
    void drop_whileResting_isShippedThoughNobodyTellsOfIt() {
        Producer producer = Producers.start(config(), store);

        producer.drop(DropReason.RECURSION);

        Awaitility.await().atMost(LONG).until(() -> !store.calls().isEmpty());
        producer.close(LONG);
        assertThat(producer.stats().dropped()).containsEntry(DropReason.RECURSION, 1L);
    }
}
