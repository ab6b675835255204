// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.gatherer.size.Costs;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The costs that explain runs best: for each stage those for which the squares of the relative differences have the least sum, and of
 * which none is negative. As there are few quantities, each subset of them is tried.
 */
final class Fit {
    /** The microseconds below which a run tells nothing, as what is counted has steps, and other costs. */
    private static final double LEAST_MICROS = 30_000;

    /** The bytes below which a run tells nothing: databases grow by pages of 8 kB, in each table and each index. */
    private static final double LEAST_BYTES = 300_000;

    private Fit() {}

    /** Whether a stage has cost enough in a run to tell something. */
    static boolean tells(Stage stage, double cost) {
        return cost > (stage.unit() == Stage.Unit.BYTES ? LEAST_BYTES : LEAST_MICROS);
    }

    /** Returns the costs by the runs; of stages that no run has, none. */
    static Costs of(List<Run> runs) {
        Map<Stage, Map<Quantity, Double>> costs = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            List<Run> having =
                    runs.stream().filter(run -> tells(stage, run.cost(stage))).toList();
            if (!having.isEmpty()) {
                costs.put(stage, of(stage, having));
            }
        }
        return new Costs(costs);
    }

    private static Map<Quantity, Double> of(Stage stage, List<Run> runs) {
        List<Quantity> all = stage.grownWith();
        Map<Quantity, Double> best = Map.of();
        double least = Double.MAX_VALUE;
        for (int subset = 1; subset < 1 << all.size(); subset++) {
            List<Quantity> some = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if ((subset & 1 << i) != 0) {
                    some.add(all.get(i));
                }
            }
            Map<Quantity, Double> solved = solve(stage, some, runs);
            if (solved != null && solved.values().stream().allMatch(each -> each >= 0)) {
                double sum = squares(stage, solved, runs);
                if (sum < least) {
                    least = sum;
                    best = solved;
                }
            }
        }
        return best;
    }

    private static double squares(Stage stage, Map<Quantity, Double> costs, List<Run> runs) {
        Costs same = new Costs(Map.of(stage, costs));
        return runs.stream()
                .mapToDouble(run -> same.of(stage, run.amounts()) / run.cost(stage) - 1)
                .map(difference -> difference * difference)
                .sum();
    }

    /** Returns the solution of the normal equations; null if they have none. */
    private static @Nullable Map<Quantity, Double> solve(Stage stage, List<Quantity> some, List<Run> runs) {
        int size = some.size();
        double[][] rows = new double[size][size + 1];
        for (Run run : runs) {
            double cost = run.cost(stage);
            for (int i = 0; i < size; i++) {
                double one = run.amounts().of(some.get(i)) / cost;
                for (int j = 0; j < size; j++) {
                    rows[i][j] += one * run.amounts().of(some.get(j)) / cost;
                }
                rows[i][size] += one;
            }
        }
        for (int i = 0; i < size; i++) {
            int pivot = i;
            for (int k = i + 1; k < size; k++) {
                pivot = Math.abs(rows[k][i]) > Math.abs(rows[pivot][i]) ? k : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[i];
            rows[i] = row;
            if (Math.abs(row[i]) < 1e-12) {
                return null;
            }
            for (int k = 0; k < size; k++) {
                double factor = k == i ? 0 : rows[k][i] / row[i];
                for (int j = i; j <= size; j++) {
                    rows[k][j] -= factor * row[j];
                }
            }
        }
        Map<Quantity, Double> solved = new EnumMap<>(Quantity.class);
        for (int i = 0; i < size; i++) {
            solved.put(some.get(i), rows[i][size] / rows[i][i]);
        }
        return solved;
    }
}
