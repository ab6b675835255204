// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.report.Axis;
import dev.centralog.bench.report.Svg;
import dev.centralog.bench.report.Svg.Anchor;
import dev.centralog.bench.report.Svg.Place;
import dev.centralog.bench.report.Svg.Stroke;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The cost of a call in relation to the number of events of a group, both logarithmic, one line for each variant. */
final class RepeatChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 420;
    private static final double TOP = 50;
    private static final double BOTTOM = 350;
    private static final double LEFT = 80;
    private static final double RIGHT = 540;
    private static final double LABEL_GAP = 15;

    private final Svg svg;
    private final Map<AppenderVariant, List<Point>> lines = new EnumMap<>(AppenderVariant.class);
    private final Axis x;
    private final Axis y;

    /** One point of a line. */
    private record Point(int repeats, double nanos) {}

    private RepeatChart(Map<Subject, Figures> figures) {
        figures.forEach((subject, measured) -> lines.computeIfAbsent(subject.way(), way -> new ArrayList<>())
                .add(new Point(subject.repeats(), measured.nanosPerCounted())));
        List<Point> all = lines.values().stream().flatMap(List::stream).toList();
        double most = all.stream().mapToInt(Point::repeats).max().orElseThrow();
        double low = all.stream().mapToDouble(Point::nanos).min().orElseThrow();
        double high = all.stream().mapToDouble(Point::nanos).max().orElseThrow();
        x = new Axis(true, 1, most, LEFT, RIGHT);
        y = new Axis(true, decade(low, -1), decade(high, 1), BOTTOM, TOP);
        svg = new Svg(
                WIDTH,
                HEIGHT,
                "Cost of one call against repeats",
                "Nanoseconds of one log call over the number of events of one group, for Centralog and others.");
    }

    private static double decade(double number, int direction) {
        double exponent = Math.log10(number);
        return Math.pow(10, direction < 0 ? Math.floor(exponent) : Math.ceil(exponent));
    }

    /** Returns the chart as SVG; the figures need two numbers of repeats or more. */
    static String draw(Map<Subject, Figures> figures) {
        RepeatChart chart = new RepeatChart(figures);
        chart.frame();
        chart.lines.forEach(chart::line);
        chart.labels();
        return chart.svg.toString();
    }

    private void frame() {
        svg.label(Anchor.START, new Place(LEFT, TOP - 25), "Cost of one log call, Logback");
        for (double tick = y.from(); tick <= y.to() * 1.001; tick *= 10) {
            double pixel = y.pixel(tick);
            svg.line(Stroke.GRID, List.of(new Place(LEFT, pixel), new Place(RIGHT, pixel)));
            svg.label(Anchor.END, new Place(LEFT - 6, pixel + 4), time(tick));
        }
        for (double tick = x.from(); tick <= x.to() * 1.001; tick *= 10) {
            svg.label(Anchor.MIDDLE, new Place(x.pixel(tick), BOTTOM + 20), String.format(Locale.ROOT, "%,.0f", tick));
        }
        svg.label(Anchor.MIDDLE, new Place((LEFT + RIGHT) / 2, BOTTOM + 45), "events of one group");
    }

    private static String time(double nanos) {
        return nanos >= 1e6
                ? String.format(Locale.ROOT, "%,.0f ms", nanos / 1e6)
                : nanos >= 1e3
                        ? String.format(Locale.ROOT, "%,.0f µs", nanos / 1e3)
                        : String.format(Locale.ROOT, "%,.0f ns", nanos);
    }

    private void line(AppenderVariant way, List<Point> points) {
        List<Place> places = points.stream()
                .map(point -> new Place(x.pixel(point.repeats), y.pixel(point.nanos)))
                .toList();
        svg.line(stroke(way), places);
        places.forEach(place -> svg.dot(stroke(way), place));
    }

    /** Draws the labels to the right of the lines' ends, without overlaps. */
    private void labels() {
        List<Map.Entry<AppenderVariant, List<Point>>> byHeight = lines.entrySet().stream()
                .sorted((one, other) -> Double.compare(lastNanos(other.getValue()), lastNanos(one.getValue())))
                .toList();
        double above = 0;
        for (Map.Entry<AppenderVariant, List<Point>> each : byHeight) {
            double nanos = lastNanos(each.getValue());
            double pixel = Math.max(y.pixel(nanos), above + LABEL_GAP);
            above = pixel;
            String words = each.getKey().title().replace("*", "").replace("`", "") + ": " + time(nanos);
            svg.label(Anchor.START, new Place(RIGHT + 10, pixel + 4), words);
        }
    }

    private static double lastNanos(List<Point> points) {
        return points.get(points.size() - 1).nanos;
    }

    private static Stroke stroke(AppenderVariant way) {
        return switch (way) {
            case TEMPLATE -> Stroke.BLUE;
            case CALL_SITE -> Stroke.GREEN;
            case NO_OP -> Stroke.GREY;
            default -> Stroke.ORANGE;
        };
    }
}
