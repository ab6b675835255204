// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.status.Version;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.ManualClock;
import dev.centralog.internal.time.SteppedClock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signs of life: a process reports its start, that it is alive, and its end. */
class LifeSignsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Window WINDOW = Window.second(7);

    private final MemoryTransport store = new MemoryTransport();
    private final ManualClock clock = new ManualClock(SteppedClock.START_MILLIS, 17);
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final Numbering numbering = new Numbering(new Counted(), false, null);
    private final LifeSigns signs = new LifeSigns(numbering, () -> "payload".getBytes(UTF_8), isEnding::get, clock);
    private final Lines lines = new Lines();

    /** The numbers from 1. */
    private static final class Counted implements LongSupplier {
        private long last;

        @Override
        public long getAsLong() {
            return ++last;
        }
    }

    private static final class Lines implements DrainSource.Sink {
        private final List<String> names = new ArrayList<>();
        private boolean isBroken;

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public void line(Window window, DrainSource.DrainedCount count) {
            if (isBroken) {
                throw new OutOfMemoryError("no more lines");
            }
            assertThat(window).isEqualTo(WINDOW);
            assertThat(count.entry()).isNull();
            assertThat(count.line().repeats()).isOne();
            assertThat(new String(count.line().payload(), UTF_8)).isEqualTo("payload");
            names.add(new String(count.line().group(), UTF_8));
        }

        @Override
        public void endOfWindow() {}
    }

    private List<String> drained() {
        lines.names.clear();
        signs.drain(WINDOW, lines);
        signs.drainEnd(WINDOW, lines);
        return List.copyOf(lines.names);
    }

    @Test
    void start_goesWithOtherLines_orIsDueAfterTenSeconds() {
        assertThat(signs.isDue()).isFalse();
        clock.goOn(Duration.ofMillis(9_999));
        assertThat(signs.isDue()).isFalse();
        clock.goOn(Duration.ofMillis(1));
        assertThat(signs.isDue()).isTrue();

        assertThat(drained()).containsExactly("~start:0000000000000001");
        assertThat(signs.isDue()).isFalse();
        assertThat(drained()).isEmpty();
    }

    @Test
    void alive_isDueWithinTenMinutes_thenEachTenMinutes_howeverManyWereMissed() {
        drained();
        assertThat(signs.isDue()).isFalse();
        assertThat(drained()).isEmpty();
        clock.goOn(Duration.ofMinutes(45));
        assertThat(signs.isDue()).isTrue();

        assertThat(drained()).containsExactly("~alive:0000000000000001");
        assertThat(signs.isDue()).isFalse();
        assertThat(drained()).isEmpty();
        clock.goOn(Duration.ofMinutes(10));
        assertThat(drained()).containsExactly("~alive:0000000000000001");
    }

    /** Checks that a tenth of the time gets not much more than a tenth of the processes, also after an outage of all of them. */
    @Test
    void alive_ofManyProcessesThatStartTogether_isDueAtDifferentTimes() {
        SplittableRandom random = new SplittableRandom(7);
        List<LifeSigns> processes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Numbering own = new Numbering(random::nextLong, false, null);
            LifeSigns each = new LifeSigns(own, () -> "payload".getBytes(UTF_8), isEnding::get, clock);
            each.drain(WINDOW, lines);
            processes.add(each);
        }
        assertThat(dueInEachMinute(processes)).allMatch(due -> due >= 50 && due <= 160);

        clock.goOn(Duration.ofMinutes(25));
        processes.forEach(each -> each.drain(WINDOW, lines));
        assertThat(dueInEachMinute(processes)).allMatch(due -> due >= 50 && due <= 160);
    }

    private List<Long> dueInEachMinute(List<LifeSigns> processes) {
        List<Long> due = new ArrayList<>();
        for (int minute = 0; minute < 10; minute++) {
            clock.goOn(Duration.ofMinutes(1));
            due.add(processes.stream().filter(LifeSigns::isDue).count());
            processes.forEach(each -> each.drain(WINDOW, lines));
        }
        return due;
    }

    @Test
    void end_isDueOnce_andNotWithoutAStart() {
        clock.goOn(Duration.ofHours(1));
        isEnding.set(true);
        assertThat(signs.isDue()).isFalse();
        isEnding.set(false);
        drained();

        isEnding.set(true);
        assertThat(signs.isDue()).isTrue();
        assertThat(drained()).containsExactly("~end:0000000000000001");
        assertThat(signs.isDue()).isFalse();
        assertThat(drained()).isEmpty();
    }

    @Test
    void startAndEnd_goTogether_whenTheFirstLinesAreTheLastOnes() {
        isEnding.set(true);

        assertThat(drained()).containsExactly("~start:0000000000000001", "~end:0000000000000001");
    }

    @Test
    void sign_thatIsNotTaken_staysDue() {
        clock.goOn(LONG);
        lines.isBroken = true;
        assertThatThrownBy(this::drained).isInstanceOf(OutOfMemoryError.class);
        assertThat(signs.isDue()).isTrue();

        lines.isBroken = false;
        assertThat(drained()).containsExactly("~start:0000000000000001");
    }

    @Test
    void sign_whosePayloadCanNotBeMade_goesWithoutAndHoldsUpNothing() {
        List<Integer> lengths = new ArrayList<>();
        LifeSigns broken = new LifeSigns(
                numbering,
                () -> {
                    throw new NoClassDefFoundError();
                },
                isEnding::get,
                clock);

        broken.drain(WINDOW, new DrainSource.Sink() {
            @Override
            public boolean wantsMore() {
                return true;
            }

            @Override
            public void line(Window window, DrainSource.DrainedCount count) {
                lengths.add(count.line().payload().length);
            }

            @Override
            public void endOfWindow() {}
        });

        assertThat(lengths).containsExactly(0);
    }

    /** Tests a clone: it goes on under a number of its own, which has a start, too. */
    @Test
    void start_underAnotherNumber_isReportedAgain() {
        drained();
        numbering.drawProcess();
        clock.goOn(Duration.ofSeconds(10));
        assertThat(signs.isDue()).isTrue();

        assertThat(drained()).containsExactly("~start:0000000000000002");
    }

    private Producer start(CentralogConfig config, Clock itsClock) {
        Producer producer = new Producer(config, store, (severity, message, cause) -> {}, itsClock, "Framework 1.2");
        producer.start();
        return producer;
    }

    private static String name(String sign) {
        return sign.replaceAll("^-?[0-9]+ |:[0-9a-f]{16} 1$", "");
    }

    private List<String> given() {
        return store.signs().stream().map(LifeSignsTest::name).toList();
    }

    private void awaitSigns(int count) {
        Awaitility.await().atMost(LONG).until(() -> store.signs().size() >= count);
    }

    @Test
    void startAndEnd_ofAProducerThatLogs_areInTheWindowsOfItsEvents_andNoEvents() {
        Producer producer = start(config(), Producers.CLOCK);
        long second = Producers.secondsAgo(0);
        Producers.report(producer, TestEvent.of("first", second));
        Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == 1);

        assertThat(store.calls()).singleElement().satisfies(batch -> assertThat(batch.lines())
                .hasSize(2));
        assertThat(store.signs()).singleElement().asString().matches(second + " ~start:[0-9a-f]{16} 1");
        assertThat(producer.close(LONG)).isZero();
        assertThat(given()).containsExactlyInAnyOrder("~start", "~end");
        assertThat(producer.stats().logged()).isOne();
        Producers.assertLaw(producer, store);
    }

    /** Tests lines that have waited for Redis up to the end, so that all are shipped at once. */
    @Test
    void end_ofAProducerWhoseLinesHaveWaited_isNotBeforeTheLastOnes() {
        store.away(true);
        Producer producer = start(config(), Producers.CLOCK);
        long last = Producers.secondsAgo(2);
        Producers.report(producer, TestEvent.of("first", Producers.secondsAgo(5)));
        Producers.report(producer, TestEvent.of("last", last));
        CompletableFuture<Long> closing = CompletableFuture.supplyAsync(() -> producer.close(LONG));
        int connects = store.connects();
        Awaitility.await().atMost(LONG).until(() -> store.connects() > connects + 1);

        store.away(false);

        assertThat(closing.join()).isZero();
        assertThat(store.signs())
                .filteredOn(sign -> sign.contains("~end"))
                .singleElement()
                .satisfies(
                        sign -> assertThat(Long.parseLong(sign.split(" ")[0])).isGreaterThanOrEqualTo(last));
    }

    @Test
    void payload_saysWhatTheProcessIs() {
        CentralogConfig config = config().with(Settings.APP, "shop")
                .with(Settings.ENVIRONMENT, "test")
                .with(Settings.RELEASE, "1.4.2")
                .with(Settings.HOST, "box")
                .with(Settings.INSTANCE, "pod");
        Producer producer = start(config.with(Settings.PER_PROCESS, false), Producers.CLOCK);
        producer.count(42, null, 7, null);
        assertThat(producer.close(LONG)).isZero();

        assertThat(store.calls())
                .flatExtracting(Batch::lines)
                .filteredOn(line -> new String(line.group(), UTF_8).matches("~(start|end):(?!0{16})[0-9a-f]{16}"))
                .hasSize(2)
                .extracting(line -> new String(line.payload(), UTF_8).replaceAll("\"pid\":[0-9]+", "\"pid\":1"))
                .containsOnly(
                        "{\"v\":1,\"app\":\"shop\",\"env\":\"test\",\"release\":\"1.4.2\",\"host\":\"box\",\"pid\":1,"
                                + "\"instance\":\"pod\",\"centralog\":\""
                                + Version.current().number() + "\",\"java\":\""
                                + System.getProperty("java.version") + "\",\"framework\":\"Framework 1.2\"}");
        assertThat(store.actions()).isOne();
    }

    /** Tests with an old event that a sign, which has no time but its window's, is in the present. */
    @Test
    void start_besideAnOldEvent_isInAWindowOfItsOwn() {
        Producer producer = start(config(), Producers.CLOCK);
        Producers.report(producer, TestEvent.of("old", Producers.secondsAgo(600)));
        awaitSigns(1);

        assertThat(store.signs().get(0)).startsWith(Producers.secondsAgo(0) + " ~start:");
        producer.close(LONG);
        Producers.assertLaw(producer, store);
    }

    @Test
    void producer_thatLogsNothing_connectsForItsSignsAlone_andNeverToVerifyThem() {
        Producer producer = start(config(), clock);
        clock.goOn(Duration.ofSeconds(9));
        Awaitility.await().during(Duration.ofMillis(1_200)).atMost(LONG).until(() -> store.connects() == 0);

        clock.goOn(Duration.ofSeconds(1));
        awaitSigns(1);
        assertThat(given()).containsExactly("~start");
        int asked = store.asked();
        clock.goOn(Duration.ofMinutes(9));
        Awaitility.await().during(Duration.ofMillis(1_200)).atMost(LONG).until(() -> store.asked() == asked);

        clock.goOn(Duration.ofMinutes(1));
        awaitSigns(2);
        assertThat(given()).containsExactlyInAnyOrder("~start", "~alive");
        assertThat(producer.close(LONG)).isZero();
        assertThat(given()).containsExactlyInAnyOrder("~start", "~alive", "~end");
        assertThat(store.asked()).isEqualTo(asked);
        assertThat(producer.stats().logged()).isZero();
    }

    @Test
    void producer_thatLogsNothingAndIsClosedSoon_neverConnects() {
        Producer producer = start(config(), clock);
        clock.goOn(Duration.ofSeconds(9));

        assertThat(producer.close(LONG)).isZero();

        assertThat(store.connects()).isZero();
        assertThat(store.signs()).isEmpty();
    }

    /** Tests with a clock that stands still, so that no limit of the closing is ever over. */
    @Test
    @Timeout(20)
    void close_whileTheStoreIsAway_doesNotWaitForAnEnd() {
        Producer producer = start(config(), clock);
        clock.goOn(Duration.ofSeconds(10));
        awaitSigns(1);
        store.away(true);
        int connects = store.connects();

        assertThat(producer.close(LONG)).isZero();

        assertThat(store.connects()).isEqualTo(connects + 1);
        assertThat(given()).containsExactly("~start");
    }

    /** Tests with a clock that stands still, so that no limit of the closing is ever over. */
    @Test
    @Timeout(20)
    void close_afterTheStoreWasFoundAway_doesNotWaitForAStart() {
        store.away(true);
        Producer producer = start(config(), clock);
        clock.goOn(Duration.ofSeconds(10));
        Awaitility.await().atMost(LONG).until(() -> store.connects() > 0);

        assertThat(producer.close(LONG)).isZero();
        assertThat(store.signs()).isEmpty();
    }

    /** Tests that the last sign is given up long before the closing's limit: the clock goes on by less than that. */
    @Test
    @Timeout(20)
    void close_whileTheStoreIsSilent_waitsForAnEndLessThanForEvents() {
        Producer producer = start(config(), clock);
        clock.goOn(Duration.ofSeconds(10));
        awaitSigns(1);
        store.faults(() -> MemoryTransport.Fault.NEVER_ANSWERED);
        int calls = store.calls().size();

        CompletableFuture<Long> left = CompletableFuture.supplyAsync(() -> producer.close(LONG));
        Awaitility.await().atMost(LONG).until(() -> store.calls().size() > calls);
        clock.goOn(Duration.ofSeconds(1));
        Awaitility.await().atMost(LONG).until(() -> {
            clock.goOn(Duration.ofMillis(10)); // the closing waits for its thread by this clock
            return left.isDone();
        });

        assertThat(left.join()).isZero();
        assertThat(clock.nanos()).isLessThan(Duration.ofSeconds(10).plus(LONG).toNanos());
    }

    @Test
    void sign_whoseReplyIsLost_isCountedOnce() {
        AtomicBoolean isLost = new AtomicBoolean(true);
        store.faults(() -> isLost.getAndSet(false) ? MemoryTransport.Fault.ANSWER_LOST : MemoryTransport.Fault.NONE);
        Producer producer = start(config(), Producers.CLOCK);
        Producers.report(producer, TestEvent.of("first", Producers.secondsAgo(0)));
        producer.close(LONG);

        assertThat(given()).containsExactlyInAnyOrder("~start", "~end");
        Producers.assertLaw(producer, store);
    }
}
