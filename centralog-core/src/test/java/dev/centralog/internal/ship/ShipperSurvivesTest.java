// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.ThrowingTransport.Call;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipper thread goes on whatever is thrown on it; if it can't, everything is counted. */
class ShipperSurvivesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int TIMES = 1;
    private static final int COUNT = 20;

    private final MemoryTransport store = new MemoryTransport();
    private final List<String> said = new CopyOnWriteArrayList<>();

    private Producer start(BatchTransport over, Clock clock) {
        Producer producer = new Producer(
                config().with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(10)),
                over,
                (severity, message, cause) -> said.add(severity + " " + message),
                clock);
        producer.start();
        return producer;
    }

    private static void log(Producer producer) {
        for (int i = 0; i < COUNT; i++) {
            report(producer, TestEvent.of("group " + i % 4, secondsAgo(i % 3)));
            producer.count(i % 4, null, 0, "view");
        }
    }

    private static void awaitConfirmed(Producer producer) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(LONG)
                .until(() -> producer.stats().waiting() + producer.actionStats().waiting() == 0);
    }

    static Stream<Arguments> troubles() {
        List<Supplier<Throwable>> kinds = List.of(
                () -> new OutOfMemoryError("injected"),
                () -> new StackOverflowError("injected"),
                () -> new NoClassDefFoundError("injected"),
                () -> new AssertionError("injected"),
                () -> new IOException("injected, though nobody declares it"),
                () -> new IllegalStateException("injected"));
        return Arrays.stream(Call.values()).filter(call -> call != Call.CLOSE).flatMap(call -> kinds.stream()
                .map(kind -> Arguments.of(call, kind.get().getClass(), kind)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("troubles")
    void store_throwsWhatever_shippingGoesOn(Call call, Class<?> type, Supplier<Throwable> trouble) {
        ThrowingTransport throwing = new ThrowingTransport(store, call, trouble, TIMES);
        Producer producer = start(throwing, Producers.CLOCK);
        log(producer);
        awaitConfirmed(producer);
        assertThat(throwing.timesLeft()).isLessThanOrEqualTo(0);
        assertThat(said)
                .anyMatch(text -> text.startsWith("INFO Redis is available again") && text.contains("injected"));
        assertThat(producer.close(LONG)).isZero();
        assertThat(producer.stats().dropped()).isEmpty();
        assertThat(producer.actionStats().dropped()).isEmpty();
        Producers.assertLaw(producer, store);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "CLOCK", "REPORT", "ANSWER", "ASK"})
    void store_throwsAnErrorForEver_closingCountsWhatIsLeft(Call call) {
        Producer producer = start(
                new ThrowingTransport(store, call, () -> new OutOfMemoryError("injected"), Integer.MAX_VALUE),
                Producers.CLOCK);
        log(producer);

        assertThat(producer.close(Duration.ofMillis(200))).isEqualTo(2L * COUNT);

        assertThat(producer.stats().dropped()).containsEntry(DropReason.SHUTDOWN, (long) COUNT);
        assertThat(said).filteredOn(text -> text.contains("and are lost")).hasSize(1);
        Producers.assertLaw(producer, store);
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void store_throwsWhenItIsClosed_isSaid() {
        Producer producer = start(
                new ThrowingTransport(store, Call.CLOSE, () -> new AssertionError("injected"), 1), Producers.CLOCK);
        log(producer);

        assertThat(producer.close(LONG)).isZero();

        assertThat(said).anyMatch(text -> text.contains("can't close the connection to Redis"));
        Producers.assertLaw(producer, store);
    }

    /** Lets the handling of the trouble fail as well. */
    @Test
    void clock_ofTheShipperFails_shippingGoesOnWhenItWorks() {
        FailingClock clock = new FailingClock();
        Producer producer = start(store, clock);
        clock.fails = true;
        log(producer);
        Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(LONG).until(() -> clock.failed > 1);
        clock.fails = false;

        awaitConfirmed(producer);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
    }

    @Test
    void clock_ofTheShipperFailsForEver_closingCountsWhatIsLeft() {
        FailingClock clock = new FailingClock();
        Producer producer = start(store, clock);
        clock.fails = true;
        log(producer);

        assertThat(producer.close(LONG)).isEqualTo(2L * COUNT);
        Producers.assertLaw(producer, store);
    }

    private static final class FailingClock implements Clock {
        private volatile boolean fails;
        private volatile int failed;

        @Override
        public long epochMillis() {
            return Producers.CLOCK.epochMillis();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // the shipper's thread alone
        public long nanos() {
            if (fails && OwnThread.isCurrent()) {
                failed++;
                throw new InternalError("injected");
            }
            return Producers.CLOCK.nanos();
        }
    }
}
