// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.time.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Drops of own log lines are reported, and reporting does not feed itself. */
class OwnReportsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String GROUP = "~drop:ownLogger:";

    private final MemoryTransport store = new MemoryTransport();

    @Test
    void time_isAMinuteAfterTheLastReport_andOnceAtTheEnd() {
        ManualClock clock = new ManualClock(0, 17);
        AtomicBoolean isFinishing = new AtomicBoolean();
        OwnReports reports = new OwnReports(isFinishing::get, clock);

        assertThat(reports.isTime()).isFalse();
        clock.goOn(Duration.ofSeconds(60));
        assertThat(reports.isTime()).isTrue();
        reports.reported();
        clock.goOn(Duration.ofSeconds(59));
        assertThat(reports.isTime()).isFalse();
        isFinishing.set(true);
        assertThat(reports.isTime()).isTrue();
        reports.reported();
        clock.goOn(Duration.ofSeconds(60));
        assertThat(reports.isTime()).isFalse();
    }

    @Test
    void ownLines_goWithTheNextEvents_andTheLastOnesAtTheEnd() {
        Producer producer = Producers.start(config(), store);
        producer.drop(DropReason.OWN_LOGGER);
        producer.drop(DropReason.OWN_LOGGER);

        Producers.report(producer, TestEvent.of("first", secondsAgo(5)));
        Awaitility.await().atMost(LONG).until(() -> store.drops() == 2);
        producer.drop(DropReason.OWN_LOGGER);
        assertThat(producer.close(LONG)).isZero();

        Producers.assertLaw(producer, store);
        assertThat(store.drops()).isEqualTo(3);
        assertThat(store.groups()).filteredOn(group -> group.startsWith(GROUP)).hasSize(1);
    }

    /** Logs at each call, as a Redis client does at the level TRACE. */
    @Test
    void ownLines_ofEachBatch_haveNoBatchOfTheirOwn() {
        AtomicReference<Runnable> logging = new AtomicReference<>(() -> {});
        store.faults(() -> {
            for (int line = 0; line < 20; line++) {
                Objects.requireNonNull(logging.get()).run();
            }
            return MemoryTransport.Fault.NONE;
        });
        Producer producer = Producers.start(config(), store);
        logging.set(() -> producer.drop(DropReason.OWN_LOGGER));
        int events = 10;
        for (int i = 0; i < events; i++) {
            Producers.report(producer, TestEvent.of("group " + i, secondsAgo(5)));
            int logged = i + 1;
            Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == logged);
        }
        assertThat(producer.close(LONG)).isZero();

        // One for the event's window, one for that of the report beside it, and one more at the end.
        assertThat(store.calls().size()).isBetween(events, 2 * events + 1);
        long own = producer.stats().dropped().getOrDefault(DropReason.OWN_LOGGER, 0L);
        assertThat(own).isEqualTo(20L * store.calls().size());
        assertThat(store.drops()).isBetween(own - 40, own - 20);
        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.OWN_LOGGER, own));
    }
}
