// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.centralog.gatherer.size.Amounts;
import dev.centralog.gatherer.size.Costs;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FitTest {
    private static Run run(double partitions, double rows, double samples, double cost) {
        return new Run(
                Factor.GROUPS.fleet(10),
                "SQLite",
                Map.of(Stage.GATHERER_SQLITE, cost),
                Amounts.of(0, 0, 0, 0, 0, partitions, rows, samples),
                0,
                0,
                0);
    }

    @Test
    void fit_runsOfExactCosts_findsThem() {
        Costs costs = Fit.of(List.of(
                run(10, 1000, 0, 10 * 900 + 1000 * 40),
                run(10, 2000, 0, 10 * 900 + 2000 * 40),
                run(40, 1000, 500, 40 * 900 + 1000 * 40 + 500 * 12)));

        assertThat(costs.of(Stage.GATHERER_SQLITE, Quantity.PARTITIONS)).isCloseTo(900, within(1e-6));
        assertThat(costs.of(Stage.GATHERER_SQLITE, Quantity.ROWS)).isCloseTo(40, within(1e-6));
        assertThat(costs.of(Stage.GATHERER_SQLITE, Quantity.SAMPLES)).isCloseTo(12, within(1e-6));
        assertThat(costs.of(Stage.POSTGRESQL, Quantity.ROWS)).isZero();
    }

    @Test
    void fit_whatWouldCostLessThanNothing_costsNothing() {
        Costs costs = Fit.of(List.of(run(10, 1000, 0, 40_000), run(20, 1000, 0, 39_000), run(30, 2000, 1, 79_000)));

        assertThat(costs.of(Stage.GATHERER_SQLITE, Quantity.PARTITIONS)).isZero();
        assertThat(costs.of(Stage.GATHERER_SQLITE, Quantity.ROWS)).isCloseTo(39.5, within(1.0));
    }

    @Test
    void fit_runsThatHardlyCostAnything_areLeftOut() {
        assertThat(Fit.of(List.of(run(1, 10, 0, 20_000))).ofStage()).isEmpty();
    }

    @Test
    void slope_ofPowers_isTheirExponent() {
        assertThat(Slope.of(Map.of(1, 5.0, 10, 50.0, 100, 500.0))).isCloseTo(1, within(1e-9));
        assertThat(Slope.of(Map.of(1, 5.0, 10, 500.0, 100, 50_000.0))).isCloseTo(2, within(1e-9));
        assertThat(Slope.of(Map.of(1, 5.0, 10, 5.0, 100, 5.0))).isCloseTo(0, within(1e-9));
    }
}
