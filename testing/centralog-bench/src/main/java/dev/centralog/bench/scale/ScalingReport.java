// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.gatherer.size.Amounts;
import dev.centralog.gatherer.size.Costs;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The curves, their slopes, the fitted costs, and how well they predict the runs that they were not fitted to. */
final class ScalingReport {
    private static final Limit LINEAR = Limit.atMost(1.05, "slope");
    private static final Limit FLAT = Limit.atMost(0.10, "slope");
    private static final Limit PREDICTED = Limit.atMost(30, "% off");

    /** The repeats from which on no further line is sent for a pair: each flush of its second has one. */
    private static final int EACH_FLUSH_HAS_IT = 30;

    /** The points at the end of a curve, where what does not grow counts least. */
    private static final int AT_THE_END = 3;

    private final Scaling scaling;
    private final Costs costs;
    private final List<Result> results = new ArrayList<>();
    private final StringBuilder details = new StringBuilder();

    ScalingReport(Scaling scaling) {
        this.scaling = scaling;
        costs = Fit.of(scaling.curves());
    }

    Section section() {
        for (Factor factor : Factor.values()) {
            addCurves(factor);
        }
        addCosts();
        addChecks();
        return new Section(
                "Growth", results, scaling.all().stream().map(Run::conservation).toList(), details.toString());
    }

    private static boolean isOfTime(Stage stage) {
        return stage.unit() == Stage.Unit.MICROSECONDS;
    }

    /** Whether a stage is measured while producers log: what they had logged once before that waits, too, and is read later. */
    private static boolean isWhileLogging(Stage stage) {
        return stage.grownWith().contains(Quantity.PAIRS);
    }

    private void addCurves(Factor factor) {
        List<Integer> numbers = factor.numbers(scaling.form());
        List<String> titles = new ArrayList<>(List.of(factor.word()));
        numbers.forEach(number -> titles.add(Markdown.number(number)));
        titles.add("slope");
        titles.add("of the last " + AT_THE_END);
        Markdown table = new Markdown(titles.toArray(String[]::new));
        for (Stage stage : Stage.values()) {
            Map<Integer, Double> curve = scaling.curve(factor, stage, 0);
            if (curve.size() < 2) {
                continue;
            }
            boolean isFlat = factor.isOfRepeats() && stage != Stage.CALLING_THREADS;
            boolean byLines = isFlat && stage.grownWith().contains(Quantity.LINES);
            Map<Integer, Double> judged =
                    telling(stage, byLines ? scaling.curve(factor, stage, EACH_FLUSH_HAS_IT) : curve);
            Map<Integer, Double> end =
                    telling(stage, scaling.curve(factor, stage, numbers.get(numbers.size() - AT_THE_END)));
            List<String> cells = new ArrayList<>(List.of(stage.title() + (isOfTime(stage) ? ", ms" : ", kB")));
            numbers.forEach(
                    number -> cells.add(curve.containsKey(number) ? say("%,.1f", curve.get(number) / 1e3) : ""));
            cells.add(slope(judged));
            cells.add(slope(end));
            table.row(cells.toArray(String[]::new));
            if (isOfTime(stage) && judged.size() > 1) {
                String from = byLines ? " from " + EACH_FLUSH_HAS_IT + " on" : "";
                results.add(new Result(
                        stage.title() + " against " + factor.word() + from,
                        isFlat ? FLAT : LINEAR,
                        Slope.of(judged),
                        numbers.get(0) + " to " + numbers.get(numbers.size() - 1) + " " + factor.word()));
            }
        }
        details.append(table).append('\n');
    }

    /** Returns the points of a curve at which a stage has cost enough to tell something. */
    private static Map<Integer, Double> telling(Stage stage, Map<Integer, Double> curve) {
        Map<Integer, Double> telling = new TreeMap<>(curve);
        telling.values().removeIf(cost -> !Fit.tells(stage, cost));
        return telling;
    }

    private void addCosts() {
        for (Stage stage : Stage.values()) {
            details.append("- ")
                    .append(stage.title())
                    .append(", ")
                    .append(stage.unit().word())
                    .append(": ")
                    .append(stage.grownWith().stream()
                            .map(each -> say("%.2f", costs.of(stage, each)) + " per " + each.word())
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        details.append('\n');
    }

    private void addChecks() {
        Markdown table = new Markdown("not used for the fit", "stage", "measured", "predicted", "off by");
        for (Run run : scaling.checks()) {
            for (Map.Entry<Stage, Double> each : run.costs().entrySet()) {
                Stage stage = each.getKey();
                double predicted = predicted(stage, run.fleet());
                double off = 100 * (predicted / each.getValue() - 1);
                table.row(
                        run.fleet().toString() + ", " + run.database(),
                        stage.title() + (isOfTime(stage) ? ", ms" : ", kB"),
                        say("%,.1f", each.getValue() / 1e3),
                        say("%,.1f", predicted / 1e3),
                        say("%+.0f %%", off));
                results.add(new Result(
                        stage.title() + " predicted for " + run.fleet() + ", " + run.database(),
                        PREDICTED,
                        Math.abs(off),
                        say("%,.1f", predicted / 1e3) + " for " + say("%,.1f", each.getValue() / 1e3)));
            }
        }
        details.append(table).append('\n');
    }

    /** Returns what a run of a fleet should cost in a stage. What is read later has been logged for a second more, and signs of a start. */
    private double predicted(Stage stage, Fleet fleet) {
        Amounts amounts = fleet.workload().amounts(fleet.partitions());
        return isWhileLogging(stage)
                ? scaling.seconds() * costs.of(stage, amounts)
                : (scaling.seconds() + 1) * costs.of(stage, amounts)
                        + costs.of(stage, Quantity.PARTITIONS) * amounts.of(Quantity.PARTITIONS);
    }

    private static String slope(Map<Integer, Double> curve) {
        return curve.size() > 1 ? say("%.2f", Slope.of(curve)) : "";
    }

    private static String say(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
