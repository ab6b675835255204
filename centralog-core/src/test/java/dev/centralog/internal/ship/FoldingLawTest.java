// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.Level;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The law, for events. */
class FoldingLawTest extends ShippingLawContract {
    /** Logs every other event in a second that is over, so that each flush closes its entry. */
    @Override
    void log(Producer producer, int i, int groups) {
        report(producer, TestEvent.of("group " + i % groups, secondsAgo(i % 2 == 0 ? 0 : 10)));
    }

    @Override
    void logOther(Producer producer, int i) {
        producer.count(i % 100, null, 0, "view");
    }

    @Override
    CentralogStats stats(Producer producer) {
        return producer.stats();
    }

    @Override
    void assertExact(int numbers, int threads, int groups) {
        assertThat(groups).as("groups that have events in both seconds").isOdd();
        List<Long> repeats = IntStream.range(0, groups)
                .mapToObj(group -> (long) threads * ((numbers - group + groups - 1) / groups))
                .toList();
        assertThat(store.repeats()).containsExactlyInAnyOrderElementsOf(repeats);
        assertThat(store.rowsWithoutPayload()).isZero();
    }

    @Test
    void repeats_ofOneSecond_areOnePairEach() {
        Producer producer = Producers.start(config(), store);
        long second = secondsAgo(1);
        for (int i = 0; i < 10_000; i++) {
            report(producer, TestEvent.of("group " + i % 5, second));
        }
        producer.close(LONG);

        CentralogStats stats = producer.stats();
        assertThat(store.rows()).isEqualTo(5);
        assertThat(stats.windows()).isEqualTo(5);
        // Each flush meanwhile begins anew with each group: on a busy machine there are some.
        assertThat(stats.folded()).isBetween(9_900L, 10_000L - 5);
    }

    @Test
    void buffer_full_foldsRepeatsAndDropsNewGroupsByLevel() {
        CentralogConfig small = config().with(Settings.BUFFER_BYTES, 256L << 10);
        store.away(true);
        Producer producer = Producers.start(small, store);
        int infos = 0;
        while (producer.stats().dropped().isEmpty()) {
            report(producer, TestEvent.of("info " + infos++, Level.INFO));
        }
        assertThat(producer.stats().bufferedBytes()).isBetween(180L << 10, 192L << 10);

        report(producer, TestEvent.of("warn", Level.WARN));
        report(producer, TestEvent.of("error", Level.ERROR));
        assertThat(producer.stats().dropped()).containsOnly(java.util.Map.entry(DropReason.BUFFER_FULL, 1L));

        int errors = 0;
        while (producer.stats().totalDropped() == 1) {
            report(producer, TestEvent.of("error " + errors++, Level.ERROR));
        }
        assertThat(producer.stats().bufferedBytes()).isBetween(250L << 10, 256L << 10);
        for (int i = 0; i < 1000; i++) {
            report(producer, TestEvent.of("info 0", Level.INFO));
        }
        assertThat(producer.stats().totalDropped()).isEqualTo(2);

        store.away(false);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.drops()).isEqualTo(2);
        assertThat(store.groups().stream().filter(group -> group.startsWith("~drop:bufferFull:")))
                .hasSize(1);
    }

    @Test
    void drops_ofTheAdapter_areReportedByReason() {
        Producer producer = Producers.start(config(), store);
        for (int i = 0; i < 5; i++) {
            producer.drop(DropReason.RECURSION);
        }
        Awaitility.await().atMost(LONG).until(() -> store.drops() == 5);
        producer.drop(DropReason.RECURSION);

        producer.close(LONG);

        Producers.assertLaw(producer, store);
        assertThat(store.drops()).isEqualTo(6);
        assertThat(store.groups()).singleElement().satisfies(group -> assertThat(group)
                .startsWith("~drop:recursion:"));
    }
}
