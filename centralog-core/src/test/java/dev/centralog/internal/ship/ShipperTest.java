// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Settings;
import dev.centralog.StatusListener.Severity;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.MemoryTransport.Fault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The draining, numbering and sending again of batches. */
class ShipperTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryTransport store = new MemoryTransport();

    private Set<String> producers() {
        Set<String> names = new HashSet<>();
        store.calls().forEach(batch -> names.add(batch.producer().toString()));
        return names;
    }

    @Test
    void batches_numbers_areWithoutGaps() {
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 300; i++) {
            report(producer, TestEvent.of("group", secondsAgo(i)));
        }
        producer.close(LONG);

        List<Long> numbers = store.calls().stream().map(Batch::sequence).toList();
        assertThat(numbers)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(Math.toIntExact(numbers.get(numbers.size() - 1)));
        assertThat(producers()).hasSize(1);
    }

    @Test
    void groups_moreThanThousand_areSplit() {
        store.away(true);
        Producer producer = Producers.start(config(), store);
        long second = secondsAgo(5);
        for (int i = 0; i < 2500; i++) {
            report(producer, TestEvent.of("group " + i, second));
        }
        store.away(false);
        producer.close(LONG);

        assertThat(store.calls()).extracting(Batch::repeats).startsWith(1000L, 1000L, 500L);
        Producers.assertLaw(producer, store);
    }

    @Test
    void payloads_moreThanOneMebibyte_areSplit() {
        store.away(true);
        Producer producer = Producers.start(config(), store);
        long second = secondsAgo(5);
        String filling = "x".repeat(12_000);
        for (int i = 0; i < 300; i++) {
            report(producer, TestEvent.of("group " + i, second).filling(builder -> builder.message(filling)));
        }
        store.away(false);
        producer.close(LONG);

        assertThat(store.calls()).hasSizeGreaterThan(2).allSatisfy(batch -> assertThat(batch.lines().stream()
                        .mapToLong(line -> line.payload().length)
                        .sum())
                .isLessThan(Batch.MAX_PAYLOAD_BYTES + (64 << 10)));
        Producers.assertLaw(producer, store);
    }

    @Test
    void batch_answerLost_isSentAgainAsItWas() {
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.getAndIncrement() == 0 ? Fault.ANSWER_LOST : Fault.NONE);
        Producer producer = Producers.start(config(), store);
        long second = secondsAgo(0);
        report(producer, TestEvent.of("group", second));
        Awaitility.await().atMost(LONG).until(() -> calls.get() > 0);
        report(producer, TestEvent.of("group", second));
        producer.close(LONG);

        assertThat(store.calls().subList(0, 2)).extracting(Batch::sequence).containsExactly(1L, 1L);
        assertThat(producer.stats().resent()).isEqualTo(1);
        Producers.assertLaw(producer, store);
    }

    @Test
    void store_forgetsAll_producerGoesOnUnderNewId() {
        Producer producer = Producers.start(config(), store);
        report(producer, TestEvent.of("before", secondsAgo(5)));
        Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == 1);

        store.forgetAll();
        report(producer, TestEvent.of("after", secondsAgo(5)));
        assertThat(producer.close(LONG)).isZero();

        assertThat(producers()).hasSize(2);
        assertThat(store.events()).isEqualTo(1);
        assertThat(producer.stats().acknowledged()).isEqualTo(2);
    }

    @Test
    void store_forgetsAll_payloadsAreSentAgain() {
        Producer producer = Producers.start(config(), store);
        report(producer, TestEvent.of("group", secondsAgo(0)));
        Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == 1);

        store.forgetAll();
        report(producer, TestEvent.of("group", secondsAgo(0)));
        producer.close(LONG);

        assertThat(store.events()).isEqualTo(1);
        assertThat(store.rowsWithoutPayload()).isZero();
    }

    private void reportConfirmed(Producer producer, String group) {
        long before = producer.stats().acknowledged();
        report(producer, TestEvent.of(group, secondsAgo(5)));
        Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() > before);
    }

    @Test
    void store_backAtOlderState_getsAgainWhatItHadConfirmed() {
        Producer producer = Producers.start(config(), store);
        reportConfirmed(producer, "first");
        Runnable older = store.snapshot();
        reportConfirmed(producer, "second");
        reportConfirmed(producer, "third");

        older.run();
        report(producer, TestEvent.of("fourth", secondsAgo(5)));
        assertThat(producer.close(LONG)).isZero();

        assertThat(producers()).hasSize(1);
        assertThat(store.events()).isEqualTo(4);
        assertThat(store.rows()).isEqualTo(4);
        assertThat(store.rowsWithoutPayload()).isZero();
        assertThat(producer.stats().acknowledged()).isEqualTo(4);
        assertThat(producer.stats().resent()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void store_backAtOlderStateTwice_getsAllAgainTwice() {
        Producer producer = Producers.start(config(), store);
        reportConfirmed(producer, "first");
        Runnable older = store.snapshot();
        reportConfirmed(producer, "second");
        older.run();
        reportConfirmed(producer, "third");
        older.run();
        reportConfirmed(producer, "fourth");
        assertThat(producer.close(LONG)).isZero();

        assertThat(producers()).hasSize(1);
        assertThat(store.events()).isEqualTo(4);
        assertThat(producer.stats().acknowledged()).isEqualTo(4);
    }

    @Test
    void store_backAtOlderState_idleProducerSendsAgainUnasked() {
        Producer producer = Producers.start(config(), store);
        reportConfirmed(producer, "first");
        Runnable older = store.snapshot();
        reportConfirmed(producer, "second");

        older.run();

        Awaitility.await().atMost(LONG).until(() -> store.events() == 2);
        assertThat(producer.close(LONG)).isZero();
        assertThat(producers()).hasSize(1);
    }

    /** Lets Redis forget a producer a day after its last batch: that is no older state. */
    @Test
    void store_forgetsTheProducerInADay_getsNothingAgain() {
        Producer producer = Producers.start(config(), store);
        reportConfirmed(producer, "first");
        store.clockAhead(Duration.ofDays(1).toMillis());
        store.forgetProducers();

        report(producer, TestEvent.of("second", secondsAgo(0)));
        assertThat(producer.close(LONG)).isZero();

        assertThat(producers()).hasSize(2);
        assertThat(store.events()).isEqualTo(2);
    }

    @Test
    void store_backAtStateBeforeTheKeptBatches_getsTheKeptOnesUnderNewId() {
        Producer producer = Producers.start(config().with(Settings.REPLAY_BYTES, 1L << 10), store);
        reportConfirmed(producer, "first");
        Runnable older = store.snapshot();
        reportConfirmed(producer, "second".repeat(500));
        reportConfirmed(producer, "third");

        older.run();
        report(producer, TestEvent.of("fourth", secondsAgo(5)));
        assertThat(producer.close(LONG)).isZero();

        assertThat(producers()).hasSize(2);
        assertThat(store.events()).isEqualTo(3); // "second" is lost, and nothing is counted twice
        assertThat(store.rows()).isEqualTo(3);
    }

    @Test
    void successor_overtakenByAnother_keepsItsProducer() {
        store.away(true);
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 4; i++) {
            report(producer, TestEvent.of("group", secondsAgo(i)));
        }
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.incrementAndGet() == 2 ? Fault.OVERTAKEN : Fault.NONE);
        store.away(false);
        producer.close(LONG);

        assertThat(producers()).hasSize(1);
        assertThat(producer.stats().resent()).isPositive();
        Producers.assertLaw(producer, store);
    }

    /** Sends sixteen batches, half of which are waited for; the ninth was sent when those before it were under way. */
    @Test
    void successor_overtakenBehindConfirmedOnes_keepsItsProducer() {
        store.away(true);
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 16; i++) {
            report(producer, TestEvent.of("group", secondsAgo(i)));
        }
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.incrementAndGet() == 9 ? Fault.OVERTAKEN : Fault.NONE);
        store.away(false);
        producer.close(LONG);

        assertThat(producers()).hasSize(1);
        assertThat(producer.stats().resent()).isEqualTo(8);
        Producers.assertLaw(producer, store);
    }

    @Test
    void window_outOfRange_movesToTheStoresSecond() {
        Producer producer = Producers.start(config(), store);
        long now = secondsAgo(0);
        report(producer, TestEvent.of("old", now - 100_000));
        report(producer, TestEvent.of("ahead", now + 100_000));
        report(producer, TestEvent.of("fine", now - 20));
        assertThat(producer.close(LONG)).isZero();

        assertThat(store.windows()).containsExactly(now - 20, now);
        assertThat(store.rowsWithoutPayload()).isZero();
        Producers.assertLaw(producer, store);
    }

    @Test
    void clock_ofHostHalfAMinuteSlow_isCorrectedByTheStores() {
        store.clockAhead(30_000);
        Producer producer = Producers.start(config(), store);
        long now = secondsAgo(0);
        report(producer, TestEvent.of("first", now));
        Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == 1);

        report(producer, TestEvent.of("second", now));
        producer.close(LONG);

        assertThat(store.windows()).containsExactly(now + 30);
        Producers.assertLaw(producer, store);
    }

    /** Tests entries of windows that are over, which only their batch holds, and others, which also wait for repeats. */
    @ParameterizedTest
    @ValueSource(longs = {1, 10})
    void store_neverAnswers_closingIsBoundedAndSaysWhatIsLeft(long age) {
        store.faults(() -> Fault.NEVER_ANSWERED);
        Producer producer = Producers.start(config().with(Settings.COMMAND_TIMEOUT, Duration.ofMinutes(1)), store);
        for (int i = 0; i < 50; i++) {
            report(producer, TestEvent.of("group " + i % 10, secondsAgo(age)));
        }
        Awaitility.await().atMost(LONG).until(() -> !store.calls().isEmpty());

        CompletableFuture<Long> left = CompletableFuture.supplyAsync(() -> producer.close(Duration.ofMillis(200)));

        assertThat(left).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(50L);
        Producers.assertLaw(producer, store);
    }

    /**
     * Makes each batch that arrives find as many actions waiting as sixteen batches hold, so that there is always more to
     * send.
     */
    @Test
    void redis_backInAFlood_isSaidWhileItLasts() {
        CountDownLatch back = new CountDownLatch(1);
        AtomicInteger user = new AtomicInteger();
        Producer producer = new Producer(
                config().with(Settings.BUFFER_BYTES, 8L << 20),
                store.away(true),
                (severity, message, cause) -> {
                    if (message.startsWith("Redis is available again")) {
                        back.countDown();
                    } else if (severity == Severity.WARN) {
                        store.away(false);
                    }
                },
                Producers.CLOCK);
        store.faults(() -> {
            for (int i = 0; back.getCount() > 0 && i < 1500; i++) {
                producer.count(user.incrementAndGet(), null, 0, "view");
            }
            return back.getCount() > 0 && store.actions() > 1_000_000 ? Fault.NEVER_ANSWERED : Fault.NONE;
        });
        for (int i = 0; i < 20_000; i++) {
            producer.count(user.incrementAndGet(), null, 0, "view");
        }
        producer.start();

        Awaitility.await().atMost(LONG).until(() -> back.getCount() == 0);
        assertThat(producer.close(LONG)).isZero();
        assertThat(store.actions())
                .isEqualTo(producer.actionStats().acknowledged())
                .isLessThan(1_000_000);
    }
}
