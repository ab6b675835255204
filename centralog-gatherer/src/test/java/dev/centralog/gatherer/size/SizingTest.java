// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SizingTest {
    private static final Costs COSTS = new Costs(Map.of(
            Stage.CALLING_THREADS, Map.of(Quantity.EVENTS, 1.0),
            Stage.SHIPPERS, Map.of(Quantity.PAIRS, 10.0),
            Stage.REDIS_WRITES, Map.of(Quantity.PAIRS, 8.0),
            Stage.REDIS_READS, Map.of(Quantity.ROWS, 2.0),
            Stage.GATHERER_SQLITE, Map.of(Quantity.ROWS, 60.0),
            Stage.GATHERER_POSTGRESQL, Map.of(Quantity.ROWS, 40.0),
            Stage.POSTGRESQL, Map.of(Quantity.ROWS, 100.0),
            Stage.WAITING, Map.of(Quantity.ROWS, 1000.0),
            Stage.DISK_SQLITE, Map.of(Quantity.ROWS, 300.0),
            Stage.DISK_POSTGRESQL, Map.of(Quantity.ROWS, 400.0)));

    private static Sizing size(double events, Store store, Duration outage) {
        Workload workload = Workload.byChance(events, events, 100);
        return Sizing.of(new Sizing.Asked(workload, store, Duration.ofDays(30), outage), COSTS);
    }

    @Test
    void size_ofAFewRows_isOneOfEach() {
        Sizing sizing = size(1000, Store.SQLITE, Duration.ofSeconds(95));

        assertThat(sizing.shards()).isEqualTo(1);
        assertThat(sizing.partitions()).isEqualTo(1);
        assertThat(sizing.gatherers()).isEqualTo(1);
        assertThat(sizing.redisCores()).isCloseTo(0.01, within(1e-6));
        assertThat(sizing.gathererCores()).isCloseTo(0.06, within(1e-6));
        assertThat(sizing.databaseCores()).isZero();
        assertThat(sizing.redisBytes()).isCloseTo(2 * (100 * 1000 * 1000 + 100 * 220 + 10e6), within(1.0));
        assertThat(sizing.diskBytes()).isCloseTo(2 * 30 * 86_400 * 1000.0 * 300, within(1.0));
        assertThat(sizing.applicationCores()).isCloseTo(0.011, within(1e-6));
        assertThat(sizing.bottleneck()).isEqualTo("the gatherers");
        assertThat(sizing.tooMuch()).isEmpty();
    }

    @Test
    void size_ofMoreThanHalfACoreOfRedis_isAClusterOfThree() {
        Sizing sizing = size(60_000, Store.POSTGRESQL, Duration.ofHours(1));

        assertThat(sizing.shards()).isEqualTo(3);
        assertThat(sizing.partitions()).isEqualTo(6);
        assertThat(sizing.redisCores()).isCloseTo(0.2, within(1e-6));
        assertThat(sizing.databaseCores()).isCloseTo(6, within(1e-6));
        assertThat(sizing.gatherers()).isEqualTo(17);
        assertThat(sizing.bottleneck()).isEqualTo("PostgreSQL");
    }

    @Test
    void size_ofMoreThanSqliteTakes_saysSo() {
        assertThat(size(9_000, Store.SQLITE, Duration.ZERO).tooMuch())
                .containsExactly("SQLite has one gatherer, and this takes 2: use PostgreSQL");
    }

    @Test
    void size_ofMoreThanAnyRedisTakes_saysSo() {
        assertThat(size(1e9, Store.POSTGRESQL, Duration.ZERO).tooMuch())
                .containsExactly("this takes more than 128 shards of Redis, the most that there can be");
    }

    @Test
    void size_ofMoreEvents_isNeverLess() {
        List<ToDoubleFunction<Sizing>> needs = List.of(
                Sizing::shards,
                Sizing::gatherers,
                Sizing::databaseCores,
                Sizing::diskBytes,
                Sizing::applicationCores,
                sizing -> sizing.redisBytes() * sizing.shards());
        Sizing before = size(1, Store.POSTGRESQL, Duration.ofHours(1));
        for (double events = 2; events < 1e6; events *= 1.7) {
            Sizing sizing = size(events, Store.POSTGRESQL, Duration.ofHours(1));
            for (ToDoubleFunction<Sizing> need : needs) {
                assertThat(need.applyAsDouble(sizing)).isGreaterThanOrEqualTo(need.applyAsDouble(before));
            }
            before = sizing;
        }
    }

    @Test
    void size_ofALongerOutage_takesMoreMemory() {
        assertThat(size(1000, Store.SQLITE, Duration.ofHours(2)).redisBytes())
                .isGreaterThan(size(1000, Store.SQLITE, Duration.ofHours(1)).redisBytes());
    }

    @Test
    void measured_costs_areAllThere() {
        for (Stage stage : Stage.values()) {
            assertThat(MeasuredCosts.COSTS.of(stage, Amounts.of(1, 1, 1, 1, 1, 1, 1, 1)))
                    .as(stage.title())
                    .isPositive();
        }
    }
}
