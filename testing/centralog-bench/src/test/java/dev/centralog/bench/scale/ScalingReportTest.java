// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Section;
import dev.centralog.bench.verdict.TargetTable;
import dev.centralog.gatherer.size.Amounts;
import dev.centralog.gatherer.size.Costs;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalingReportTest {
    private static final int SECONDS = 3;
    private static final double EACH = 50_000;

    private static final Costs COSTS = new Costs(costs());

    private static Map<Stage, Map<Quantity, Double>> costs() {
        Map<Stage, Map<Quantity, Double>> costs = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            costs.put(stage, new HashMap<>());
            stage.grownWith().forEach(each -> costs.get(stage).put(each, each == Quantity.SAMPLES ? EACH / 20 : EACH));
        }
        return costs;
    }

    /** Returns a run that costs exactly what the model says, times a factor. */
    private static Run run(Fleet fleet, double factor) {
        Map<Stage, Double> costs = new EnumMap<>(Stage.class);
        Map<Quantity, Double> amounts = new EnumMap<>(Quantity.class);
        Amounts second = fleet.workload().amounts(fleet.partitions());
        for (Stage stage : Stage.values()) {
            int seconds = stage.grownWith().contains(Quantity.PAIRS) ? SECONDS : SECONDS + 1;
            stage.grownWith().forEach(each -> amounts.put(each, seconds * second.of(each)));
        }
        amounts.merge(Quantity.PARTITIONS, second.of(Quantity.PARTITIONS), Double::sum); // of signs of the start
        for (Stage stage : Stage.values()) {
            costs.put(stage, factor * COSTS.of(stage, new Amounts(amounts)));
        }
        return new Run(fleet, "PostgreSQL", costs, new Amounts(amounts), 10, 10, 0);
    }

    private static Scaling scaling(double ofChecks) {
        List<Run> curves = new ArrayList<>();
        for (Factor factor : Factor.values()) {
            factor.numbers(Form.SHORT).forEach(number -> curves.add(run(factor.fleet(number), 1)));
        }
        List<Run> checks = List.of(run(new Fleet(3, 700, 7, 1, 1, 1), ofChecks));
        return new Scaling(Form.SHORT, curves, checks, curves);
    }

    @Test
    void section_ofWhatIsLinear_isMetAndAccountsForAll() {
        Section section = new ScalingReport(scaling(1)).section();

        assertThat(section.results()).hasSizeGreaterThan(30);
        assertThat(new TargetTable("", List.of(section)).markdown()).doesNotContain("missed");
        assertThat(section.conservation()).allMatch(line -> line.endsWith("10 logged = 10 stored, 0 dropped: OK"));
        assertThat(section.details())
                .contains("| producers | 1 | 8 | 32 | slope | of the last 3 |", "50000.00 per row");
    }

    @Test
    void section_checksThatAreFarOff_areMissed() {
        Section section = new ScalingReport(scaling(2)).section();

        assertThat(new TargetTable("", List.of(section))
                        .markdown()
                        .lines()
                        .filter(each -> each.contains("predicted for")))
                .hasSize(Stage.values().length)
                .allMatch(each -> each.contains("missed"));
    }

    @Test
    void charts_ofAllCurves_nameThem() {
        assertThat(ScalingChart.all())
                .extracting(each -> each.draw(scaling(1)))
                .allMatch(svg -> svg.startsWith("<svg") && svg.contains("slope") && svg.length() < 20_000);
    }
}
