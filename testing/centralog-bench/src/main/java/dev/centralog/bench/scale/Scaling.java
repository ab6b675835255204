// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.bench.database.PostgresMeasured;
import dev.centralog.bench.database.SqliteMeasured;
import dev.centralog.bench.report.Median;
import dev.centralog.bench.verdict.Form;
import dev.centralog.gatherer.size.Amounts;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All runs of a measurement.
 *
 * @param curves the median runs that are fitted
 * @param checks the median runs that are not
 * @param all each single run
 */
record Scaling(Form form, List<Run> curves, List<Run> checks, List<Run> all) {
    private static final int ATTEMPTS = 2;

    private static final List<Fleet> CHECKS =
            List.of(new Fleet(3, 700, 7, 1, 1, 1), new Fleet(6, 150, 30, 2, 1, 1), new Fleet(12, 60, 2, 4, 1, 1));

    /** Returns the seconds of traffic in each run. */
    int seconds() {
        return seconds(form);
    }

    private static int seconds(Form form) {
        return form.pick(8, 3);
    }

    /**
     * Measures what a file does not have yet.
     *
     * @param file the runs of earlier measurements, to which those of this one are added; null: no file
     */
    @SuppressWarnings("try") // the cores are kept awake meanwhile
    static Scaling measure(Form form, @Nullable Path file) throws InterruptedException, SQLException {
        Runs runs = new Runs(file, seconds(form));
        try (AwakeCores ignored = new AwakeCores();
                MeasuredDatabase sqlite = new SqliteMeasured();
                MeasuredDatabase postgres = new PostgresMeasured()) {
            Map<MeasuredDatabase, Box> boxes = new LinkedHashMap<>();
            boxes.put(sqlite, new Box(sqlite, seconds(form)));
            boxes.put(postgres, new Box(postgres, seconds(form)));
            int rounds = form.pick(3, 1);
            for (Map.Entry<MeasuredDatabase, Box> each : boxes.entrySet()) {
                String name = each.getKey().name();
                if (fleets(form, each.getKey()).stream().anyMatch(fleet -> runs.of(fleet, name) < rounds)) {
                    each.getValue().warmUp(Factor.GROUPS.fleet(10_000));
                }
            }
            for (int round = 1; round <= rounds; round++) {
                for (Map.Entry<MeasuredDatabase, Box> each : boxes.entrySet()) {
                    for (Fleet fleet : fleets(form, each.getKey())) {
                        if (runs.of(fleet, each.getKey().name()) < round) {
                            runs.add(inTime(each.getValue(), fleet, seconds(form)));
                        }
                    }
                }
            }
        }
        return of(form, runs.all());
    }

    /** Returns a run that is in time, or the last of some attempts. */
    private static Run inTime(Box box, Fleet fleet, int seconds) throws InterruptedException, SQLException {
        for (int attempt = 1; ; attempt++) {
            Run run = box.run(fleet);
            boolean isLate = run.isLate(seconds);
            System.err.println((isLate ? "late, " : "") + run.conservation() + " " + run.costs() + " " + run.amounts());
            if (!isLate || attempt == ATTEMPTS || !run.isConserved()) {
                return run;
            }
        }
    }

    /** Returns the medians of runs. */
    static Scaling of(Form form, List<Run> all) {
        Map<List<Object>, List<Run>> same = new LinkedHashMap<>();
        all.forEach(run -> same.computeIfAbsent(List.of(run.database(), run.fleet()), key -> new ArrayList<>())
                .add(run));
        List<Run> curves = new ArrayList<>();
        List<Run> checks = new ArrayList<>();
        same.values().forEach(some -> (CHECKS.contains(some.get(0).fleet()) ? checks : curves).add(median(some)));
        return new Scaling(form, curves, checks, all);
    }

    private static Set<Fleet> fleets(Form form, MeasuredDatabase database) {
        Set<Fleet> fleets = new LinkedHashSet<>();
        for (Factor factor : Factor.values()) {
            factor.numbers(form).forEach(number -> fleets.add(factor.fleet(number)));
        }
        fleets.addAll(CHECKS);
        fleets.removeIf(each -> each.gatherers() > 1 && !database.isServer());
        return fleets;
    }

    private static Run median(List<Run> runs) {
        Run first = runs.get(0);
        Map<Stage, Double> costs = new EnumMap<>(Stage.class);
        for (Stage stage : first.costs().keySet()) {
            costs.put(stage, Median.of(runs.stream().map(run -> run.cost(stage)).toList()));
        }
        Map<Quantity, Double> amounts = new EnumMap<>(Quantity.class);
        for (Quantity quantity : Quantity.values()) {
            amounts.put(
                    quantity,
                    Median.of(
                            runs.stream().map(run -> run.amounts().of(quantity)).toList()));
        }
        return new Run(
                first.fleet(),
                first.database(),
                costs,
                new Amounts(amounts),
                first.logged(),
                first.stored(),
                first.dropped());
    }

    /** Returns the curve of a stage over a factor, from a number on; of what both databases have, the mean. */
    Map<Integer, Double> curve(Factor factor, Stage stage, int from) {
        Map<Integer, Double> curve = new TreeMap<>();
        for (int number : factor.numbers(form)) {
            curves.stream()
                    .filter(run -> number >= from && run.fleet().equals(factor.fleet(number)))
                    .mapToDouble(run -> run.cost(stage))
                    .filter(cost -> cost > 0)
                    .average()
                    .ifPresent(mean -> curve.put(number, mean));
        }
        return curve;
    }
}
