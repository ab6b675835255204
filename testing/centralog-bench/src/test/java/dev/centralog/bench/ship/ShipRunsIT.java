// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Settings;
import dev.centralog.bench.ship.RedisBenchmark.Pipelined;
import dev.centralog.testkit.LongForm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the runs work, and that their counts add up; they measure nothing. */
@LongForm
class ShipRunsIT {
    @ParameterizedTest
    @EnumSource(AppenderVariant.class)
    void distinctEvents_ofEachAppender_areAllInRedis(AppenderVariant way) {
        DistinctRun run = DistinctRun.of(way, 200, Duration.ofMillis(500));

        assertThat(run.ledger().line()).endsWith(" OK");
        assertThat(run.produced().logged()).isPositive();
        assertThat(run.produced().dropped()).isZero();
        assertThat(run.payloadBytes()).isBetween(way.isOurs() ? 590L : 0L, way.isOurs() ? 610L : 0L);
    }

    @Test
    void repeats_paced_areOneEventASecond() {
        TrafficTargets.Cost cost = TrafficTargets.run(20_000, Duration.ofMillis(500));

        assertThat(cost.ledger().line()).startsWith("20,000").endsWith(" OK");
        assertThat(cost.commands()).isBetween(3L, 1_000L);
        assertThat(cost.bytes()).isBetween(500L, 20_000L);
        assertThat(cost.largestWindow()).isEqualTo(1);
        assertThat(cost.seconds()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void memory_ofASecond_holdsPayloadsOfTheSizeThatIsSaid() {
        MemoryTargets.Taken taken = MemoryTargets.take(2_000);

        assertThat(taken.ledger().line()).endsWith(" OK");
        assertThat(taken.payloadBytes()).isBetween(590L, 610L);
        assertThat(taken.perPayload()).isGreaterThan(1);
    }

    @Test
    void attack_isAccountedForAndBounded() {
        AttackTargets.Run run = AttackTargets.run(20_000, Duration.ofSeconds(1));

        assertThat(run.ledger().line()).endsWith(" OK");
        assertThat(run.attacked().mostBuffered()).isBetween(1L, Settings.BUFFER_BYTES.defaultValue());
        assertThat(run.attacked().liveHeap()).hasSizeBetween(1, 4).allMatch(bytes -> bytes > 0);
        assertThat(run.attacked().steady())
                .isGreaterThanOrEqualTo(run.attacked().folded());
    }

    @Test
    void samples_areTimedAndInRedis() {
        SampleProducer.Medians medians = SampleTargets.calls(1);
        SampleTargets.Cost cost = SampleTargets.warnings(AppenderVariant.CENTRALOG_LOGBACK, 1);

        assertThat(medians.first()).isPositive();
        assertThat(medians.sample()).isPositive();
        assertThat(medians.repeat()).isPositive();
        assertThat(cost.ledger().line()).endsWith(" OK");
        assertThat(cost.events()).isEqualTo(300);
        assertThat(cost.reads()).isPositive();
        assertThat(SampleTargets.warnings(AppenderVariant.GELF_LOGBACK, 1)
                        .ledger()
                        .line())
                .endsWith(" OK");
    }

    @Test
    void texts_putTogether_areFewRows() {
        SampleTargets.Storm storm = SampleTargets.texts(20_000, 1);

        assertThat(storm.ledger().line()).endsWith(" OK");
        assertThat(storm.rowsInASecond()).isEqualTo(17);
        assertThat(storm.produced().liveHeap()).isNotEmpty();
    }

    @Test
    void redisBenchmark_eachDepth_saysThreeRates() throws Exception {
        List<Pipelined> all = RedisBenchmark.measure(2_000);

        assertThat(all).extracting(Pipelined::depth).containsExactly(16, 64, 256);
        assertThat(all)
                .allSatisfy(each ->
                        assertThat(each.commandsPerSecond()).hasSize(3).allMatch(rate -> rate > each.perSecond()));
        assertThat(RedisBenchmark.best(all).perSecond())
                .isGreaterThanOrEqualTo(all.get(0).perSecond());
    }
}
