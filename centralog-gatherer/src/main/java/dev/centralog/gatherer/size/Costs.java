// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import java.util.EnumMap;
import java.util.Map;

/** The costs of one of each quantity, by stage, in the stage's unit. */
public record Costs(Map<Stage, Map<Quantity, Double>> ofStage) {
    public Costs {
        Map<Stage, Map<Quantity, Double>> copy = new EnumMap<>(Stage.class);
        ofStage.forEach((stage, costs) -> copy.put(stage, Map.copyOf(costs)));
        ofStage = Map.copyOf(copy);
    }

    /** Returns what one of a quantity costs in a stage. */
    public double of(Stage stage, Quantity quantity) {
        return ofStage.getOrDefault(stage, Map.of()).getOrDefault(quantity, 0.0);
    }

    /** Returns what amounts cost in a stage: the sum of each amount times the cost of one. */
    public double of(Stage stage, Amounts amounts) {
        return stage.grownWith().stream()
                .mapToDouble(each -> of(stage, each) * amounts.of(each))
                .sum();
    }
}
