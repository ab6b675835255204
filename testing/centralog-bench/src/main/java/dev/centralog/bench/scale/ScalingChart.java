// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.bench.report.Axis;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.report.Svg;
import dev.centralog.bench.report.Svg.Anchor;
import dev.centralog.bench.report.Svg.Place;
import dev.centralog.bench.report.Svg.Stroke;
import dev.centralog.gatherer.size.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A drawing of the time on a core of each part, against one factor or two, with logarithmic axes. */
record ScalingChart(String file, List<Factor> factors) {
    private static final double PANEL = 330;
    private static final double GAP = 80;
    private static final double LEFT = 60;
    private static final double TOP = 130;
    private static final double BOTTOM = 390;
    private static final int HEIGHT = 440;
    private static final double LEGEND_LINE = 18;

    /** The parts that are drawn, each with its stages. */
    private enum Part {
        APPLICATIONS("applications", Stroke.BLUE, Stage.CALLING_THREADS, Stage.SHIPPERS),
        REDIS("Redis", Stroke.ORANGE, Stage.REDIS_WRITES, Stage.REDIS_READS),
        SQLITE("gatherer with SQLite", Stroke.GREEN, Stage.GATHERER_SQLITE),
        POSTGRESQL("gatherer and PostgreSQL", Stroke.GREY, Stage.GATHERER_POSTGRESQL, Stage.POSTGRESQL);

        private final String title;
        private final Stroke stroke;

        @SuppressWarnings("ImmutableEnumChecker") // lists made by List.of are
        private final List<Stage> stages;

        Part(String title, Stroke stroke, Stage... stages) {
            this.title = title;
            this.stroke = stroke;
            this.stages = List.of(stages);
        }

        /** Returns the milliseconds on a core, for each second of traffic. */
        Map<Integer, Double> curve(Scaling scaling, Factor factor) {
            Map<Integer, Double> sums = new TreeMap<>();
            for (Stage stage : stages) {
                scaling.curve(factor, stage, 0)
                        .forEach((number, micros) -> sums.merge(number, micros / 1e3 / scaling.seconds(), Double::sum));
            }
            return sums;
        }
    }

    static List<ScalingChart> all() {
        return List.of(
                new ScalingChart("scaling-fleet.svg", List.of(Factor.PRODUCERS, Factor.PARTITIONS)),
                new ScalingChart("scaling-traffic.svg", List.of(Factor.GROUPS, Factor.REPEATS)));
    }

    /** Returns the drawing as SVG. */
    String draw(Scaling scaling) {
        List<String> words = factors.stream().map(Factor::word).toList();
        Svg svg = new Svg(
                (int) (LEFT + factors.size() * (PANEL + GAP) - GAP + 20),
                HEIGHT,
                "Time on a core against " + String.join(" and ", words),
                "Both axes are logarithmic: a line that rises by one decade in one decade is linear.");
        for (int i = 0; i < factors.size(); i++) {
            draw(svg, LEFT + i * (PANEL + GAP), scaling, factors.get(i));
        }
        return svg.toString();
    }

    private static void draw(Svg svg, double left, Scaling scaling, Factor factor) {
        Map<Part, Map<Integer, Double>> curves = new TreeMap<>();
        for (Part part : Part.values()) {
            Map<Integer, Double> curve = part.curve(scaling, factor);
            if (curve.size() > 1) {
                curves.put(part, curve);
            }
        }
        List<Double> all = new ArrayList<>();
        curves.values().forEach(each -> all.addAll(each.values()));
        List<Integer> numbers = factor.numbers(scaling.form());
        double from = decade(all.stream().mapToDouble(each -> each).min().orElseThrow(), false);
        double to = decade(all.stream().mapToDouble(each -> each).max().orElseThrow(), true);
        Axis y = new Axis(true, from, to, BOTTOM, TOP);
        Axis x = new Axis(true, numbers.get(0), numbers.get(numbers.size() - 1), left + 10, left + PANEL - 10);
        svg.label(Anchor.START, new Place(left, 20), "ms on a core for a second of traffic, against " + factor.word());
        for (double tick = from; tick <= to * 1.001; tick *= 10) {
            svg.line(Stroke.GRID, List.of(new Place(left, y.pixel(tick)), new Place(left + PANEL, y.pixel(tick))));
            svg.label(Anchor.END, new Place(left - 6, y.pixel(tick) + 4), tickWords(tick));
        }
        for (int number : numbers) {
            svg.label(Anchor.MIDDLE, new Place(x.pixel(number), BOTTOM + 20), Markdown.number(number));
        }
        svg.label(Anchor.MIDDLE, new Place(left + PANEL / 2, BOTTOM + 42), factor.word());
        double legend = 42;
        for (Map.Entry<Part, Map<Integer, Double>> each : curves.entrySet()) {
            Part part = each.getKey();
            List<Place> places = each.getValue().entrySet().stream()
                    .map(point -> new Place(x.pixel(point.getKey()), y.pixel(point.getValue())))
                    .toList();
            svg.line(part.stroke, places);
            places.forEach(place -> svg.dot(part.stroke, place));
            svg.line(part.stroke, List.of(new Place(left, legend - 4), new Place(left + 24, legend - 4)));
            svg.label(
                    Anchor.START,
                    new Place(left + 32, legend),
                    part.title + String.format(Locale.ROOT, ", slope %.2f", Slope.of(each.getValue())));
            legend += LEGEND_LINE;
        }
    }

    /** Returns the power of ten that is next to a number, below or above it. */
    private static double decade(double number, boolean isAbove) {
        double exponent = Math.log10(number);
        return Math.pow(10, isAbove ? Math.ceil(exponent) : Math.floor(exponent));
    }

    private static String tickWords(double tick) {
        return tick >= 1 ? Markdown.number(Math.round(tick)) : String.format(Locale.ROOT, "%.1f", tick);
    }
}
