// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.ActionTotals;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.Level;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.MemoryTransport.Fault;
import dev.centralog.internal.wire.ActionKey;
import dev.centralog.testkit.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LongSummaryStatistics;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The law, for actions; and no value is added twice or never. */
class ActionLawTest extends ShippingLawContract {
    /** Logs the even numbers as plain actions, the others with a value; some of these can't be counted. */
    @Override
    void log(Producer producer, int i, int groups) {
        int pair = i % groups;
        if (isPlain(i)) {
            producer.count(0, Integer.toString(pair), 0, "view"); // ids as in an Action: one entry for both
        } else {
            producer.count(() -> Action.of(pair, "view").withValue(valueOf(i)).withPayload("item " + i % 3));
        }
    }

    @Override
    void logOther(Producer producer, int i) {
        report(producer, TestEvent.of("group " + i % 100, Producers.secondsAgo(5)));
    }

    @Override
    CentralogStats stats(Producer producer) {
        return producer.actionStats();
    }

    private static boolean isPlain(int i) {
        return i % 2 == 0;
    }

    private static Number valueOf(int i) {
        if (i % 7 == 0) {
            return Double.NaN;
        }
        return i % 5 == 0 ? -i : i;
    }

    @Override
    void assertExact(int numbers, int threads, int groups) {
        assertThat(groups).as("pairs that have both kinds of calls").isOdd();
        for (int pair = 0; pair < groups; pair++) {
            LongSummaryStatistics values = new LongSummaryStatistics();
            long count = 0;
            long rejected = 0;
            for (int i = pair; i < numbers; i += groups) {
                count++;
                if (!isPlain(i) && valueOf(i) instanceof Integer value) {
                    values.accept(value);
                } else if (!isPlain(i)) {
                    rejected++;
                }
            }
            String group = Integer.toString(pair).length() + ":" + pair + "view";
            ActionTotals totals = store.totals(group);
            assertThat(store.actions(group)).as(group).isEqualTo(threads * count);
            assertThat(totals.values()).as(group).isEqualTo(threads * values.getCount());
            assertThat(totals.rejected()).as(group).isEqualTo(threads * rejected);
            assertThat(totals.sum()).as(group).isEqualByComparingTo(BigDecimal.valueOf(threads * values.getSum()));
            assertThat(totals.min()).as(group).isEqualByComparingTo(BigDecimal.valueOf(values.getMin()));
            assertThat(totals.max()).as(group).isEqualByComparingTo(BigDecimal.valueOf(values.getMax()));
        }
    }

    @Test
    void pairs_withOddKinds_meetWhereTheirTextsAreOne() {
        Producer producer = Producers.start(config(), store);
        producer.count(42, null, 7, null);
        producer.count(0, "42", 7, null);
        producer.count(0, "42", 0, "7");
        producer.count(42, null, 0, "7");
        producer.count(42, null, 0, "logon");
        producer.close(LONG);

        assertThat(store.actions("2:427")).isEqualTo(4);
        assertThat(store.actions("2:42logon")).isEqualTo(1);
        Producers.assertLaw(producer, store);
    }

    @Test
    void actions_givenWithNeitherValueNorPayload_travelAsPlainCounts() {
        Producer producer = Producers.start(config(), store);
        Instant time = Instant.ofEpochSecond(Producers.secondsAgo(0));
        for (int i = 0; i < 100; i++) {
            int user = i % 10;
            producer.count(() -> Action.of(user, "view").at(time));
        }
        producer.count(() -> Action.of(0, "buy").at(time).withValue(1));
        producer.close(LONG);

        assertThat(store.linesWithTotals()).isEqualTo(1);
        Producers.assertLaw(producer, store);
    }

    @Test
    void users_tooMany_areDroppedWithinTheBuffer() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        for (int user = 0; user < Faults.times(250_000, 1_000_000); user++) {
            producer.count(user, null, 0, "view");
            if (user % 1000 == 0) {
                assertThat(producer.actionStats().bufferedBytes()).isLessThanOrEqualTo(256L << 10);
            }
        }
        CentralogStats full = producer.actionStats();
        assertThat(full.dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        assertThat(full.waiting()).isGreaterThan(500);

        producer.count(0, null, 0, "view");
        assertThat(producer.actionStats().totalDropped()).isEqualTo(full.totalDropped());

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.drops()).isEqualTo(full.totalDropped());
    }

    @Test
    void users_tooManyWithValues_leaveRoomForWarnings() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        for (int user = 0; user < 5000; user++) {
            producer.count(0, Integer.toString(user), 0, "view");
        }
        long plain = producer.actionStats().waiting();
        for (int user = 0; user < plain; user++) {
            int number = user;
            producer.count(() -> Action.of(number, "view").withValue(1));
            assertThat(producer.actionStats().bufferedBytes()).isLessThanOrEqualTo((256L << 10) / 4 * 3);
        }
        report(producer, TestEvent.of("disk full", Level.WARN));
        assertThat(producer.stats().dropped()).isEmpty();

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(producer.actionStats().dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        assertThat(store.events()).isEqualTo(1);
    }

    @Test
    void payloads_underWay_areChargedUntilTheyAreConfirmed() {
        AtomicReference<Fault> fault = new AtomicReference<>(Fault.REQUEST_LOST);
        store.faults(fault::get);
        Producer producer = Producers.start(busy(), store);
        String payload = "x".repeat(1000);
        producer.count(() -> Action.of(1, "view").withPayload(payload));
        Awaitility.await().atMost(LONG).until(() -> !store.calls().isEmpty());
        assertThat(producer.actionStats().bufferedBytes()).isGreaterThan(2000);

        fault.set(Fault.NONE);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
    }

    @Test
    void payloads_ofAnySize_fitIntoALineWithTheirValues() {
        CentralogConfig large = config().with(Settings.ACTION_SAMPLES, 100).with(Settings.MAX_ARGUMENT_BYTES, 1L << 20);
        store.away(true);
        Producer producer = Producers.start(large, store);
        for (int i = 0; i < 10; i++) {
            String payload = i + "\0".repeat(350_000); // six bytes each in JSON
            producer.count(() -> Action.of(1, "view").withValue(3).withPayload(payload));
            report(producer, TestEvent.of("group " + i, Producers.secondsAgo(5)));
        }
        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.totals("1:1view").sum()).isEqualByComparingTo("30");
        assertThat(store.totals("1:1view").first())
                .isNotNull()
                .satisfies(first -> assertThat(first.text()).startsWith("0\0").endsWith("…"));
    }

    @Test
    void ids_thatTheMaskFinds_areHiddenAndAddedUp() {
        CentralogConfig masking = config().with(Settings.MASK, "[0-9]{4}|secret");
        Producer producer = Producers.start(masking, store);
        producer.count(0, "card 1234", 0, "logon secret");
        producer.count(() -> Action.of("card 5678", "logon secret").withValue(3));
        producer.count(() -> Action.of("card 9999", "logon secret").withValue(4));
        producer.count(12345, null, 6789, null);
        producer.count(0, "x".repeat(ActionKey.MAX_ID_BYTES - 40) + "secret".repeat(20), 0, "view");
        producer.close(LONG);

        assertThat(store.actions("8:card ***logon ***")).isEqualTo(3);
        assertThat(store.totals("8:card ***logon ***").sum()).isEqualByComparingTo("7");
        assertThat(store.actions("5:123456789")).isEqualTo(1);
        assertThat(store.groups()).hasSize(3).noneMatch(group -> group.contains("secr") || group.contains("card 1"));
        Producers.assertLaw(producer, store);
    }

    @Test
    void hostClock_anHourOff_countsInRedisSlicesButForTimesThatAreGiven() {
        long hour = 3600;
        store.clockAhead(Duration.ofSeconds(hour).toMillis());
        Producer producer = Producers.start(busy().with(Settings.SLICE_LENGTH, Duration.ofSeconds(1)), store);
        producer.count(1, null, 0, "first");
        Awaitility.await().atMost(LONG).until(() -> producer.actionStats().acknowledged() == 1);

        Instant given = Instant.ofEpochSecond(Producers.secondsAgo(-hour - 2));
        producer.count(1, null, 0, "then");
        producer.count(() -> Action.of(1, "value").withValue(1));
        producer.count(() -> Action.of(1, "given").at(given));
        producer.close(LONG);

        assertThat(store.windowsOf("1:1then")).containsExactly(Producers.secondsAgo(-hour));
        assertThat(store.windowsOf("1:1value")).containsExactly(Producers.secondsAgo(-hour));
        assertThat(store.windowsOf("1:1given")).containsExactly(given.getEpochSecond());
        Producers.assertLaw(producer, store);
    }

    @Test
    void payloads_withoutRoom_areLeftOutAndTheirActionsCounted() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10)
                .with(Settings.ACTION_SAMPLES, 100)
                .with(Settings.MAX_ARGUMENT_BYTES, 64L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        for (int i = 0; i < 100; i++) {
            String payload = i + "x".repeat(20_000);
            producer.count(() -> Action.of(1, "view").withValue(1).withPayload(payload));
        }
        assertThat(producer.actionStats().bufferedBytes()).isLessThanOrEqualTo(256L << 10);

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.actions()).isEqualTo(100);
        assertThat(store.totals("1:1view").sum()).isEqualByComparingTo("100");
    }

    @Test
    void actions_thatThrow_areDroppedAndCounted() {
        Producer producer = Producers.start(config(), store);
        producer.count(() -> {
            throw new IllegalStateException("hostile");
        });
        producer.refuseAction();
        producer.count(1, null, 1, null);
        producer.close(LONG);

        Producers.assertLaw(producer, store);
        assertThat(producer.actionStats().dropped()).containsOnly(java.util.Map.entry(DropReason.UNREADABLE, 2L));
        assertThat(store.groups().stream().filter(group -> group.startsWith("~drop:unreadable:")))
                .hasSize(1);
    }
}
