// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.report.Axis;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.report.Svg;
import dev.centralog.bench.report.Svg.Anchor;
import dev.centralog.bench.report.Svg.Place;
import dev.centralog.bench.report.Svg.Stroke;
import dev.centralog.bench.volume.Curve.Point;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Draws a curve in two panels over the number of actions: the work of SQL, and the memory of Redis. */
final class CurveChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 330;
    private static final double TOP = 50;
    private static final double BOTTOM = 260;
    private static final double LEFT = 60;
    private static final double RIGHT = 470;
    private static final double PANEL = 300;
    private static final double LABEL_ABOVE = 10;
    private static final double LABEL_BELOW = 20;
    private static final double BYTES = 1e6;

    private final Svg svg;
    private final List<Point> points;
    private final Point last;

    private CurveChart(Curve curve) {
        points = curve.points();
        last = points.stream().max(Comparator.comparingLong(Point::actions)).orElseThrow();
        svg = new Svg(
                WIDTH,
                HEIGHT,
                "Actions against rows, SQL statements and memory",
                String.format(
                        Locale.ROOT,
                        "The same users, actions and slices. At %,d actions: %,d rows in SQL and %,.1f MB in Redis.",
                        last.actions(),
                        last.rows(),
                        last.peakBytes() / BYTES));
    }

    /** Returns the curve, which has two points or more, as SVG. */
    static String draw(Curve curve) {
        CurveChart chart = new CurveChart(curve);
        chart.drawSql();
        chart.drawMemory();
        return chart.svg.toString();
    }

    private void drawSql() {
        long lowest = points.stream()
                .mapToLong(point -> point.statements() == 0 ? point.rows() : point.statements())
                .min()
                .orElseThrow();
        double from = Math.pow(10, Math.floor(Math.log10((double) lowest) - 0.5)); // leaves room for a label below
        double to = Math.pow(10, Math.ceil(Math.log10((double) last.actions())));
        Axis y = new Axis(true, from, to, BOTTOM, TOP);
        for (double tick = from; tick <= to * 1.001; tick *= 10) {
            grid(LEFT, y, tick, thousands(tick));
        }
        Panel panel = new Panel(frame(LEFT, "What SQL has to do"), y);
        draw(panel, Stroke.GREY, Point::actions, "a row an action");
        draw(panel, Stroke.BLUE, Point::rows, Markdown.number(last.rows()) + " rows");
        if (points.stream().allMatch(point -> point.statements() > 0)) {
            draw(panel, Stroke.GREEN, Point::statements, Markdown.number(last.statements()) + " SQL statements");
        }
    }

    private void drawMemory() {
        double highest = points.stream().mapToLong(Point::peakBytes).max().orElseThrow() / BYTES;
        double step = Math.pow(10, Math.floor(Math.log10(highest)));
        double to = step * Math.ceil(highest * 1.1 / step);
        Axis y = new Axis(false, 0, to, BOTTOM, TOP);
        for (double tick = 0; tick <= to * 1.001; tick += step * (to / step > 5 ? 2 : 1)) {
            grid(RIGHT, y, tick, String.format(Locale.ROOT, "%.0f MB", tick));
        }
        Axis inBytes = new Axis(false, 0, to * BYTES, BOTTOM, TOP);
        draw(
                new Panel(frame(RIGHT, "What Redis has to hold, at most"), inBytes),
                Stroke.ORANGE,
                Point::peakBytes,
                Markdown.megabytes(last.peakBytes()) + " in the end");
    }

    /** The two axes of a panel. */
    private record Panel(Axis x, Axis y) {
        Place at(double actions, double number) {
            return new Place(x.pixel(actions), y.pixel(number));
        }
    }

    private Axis frame(double left, String title) {
        long fewest = points.stream().mapToLong(Point::actions).min().orElseThrow();
        Axis x = new Axis(true, fewest, last.actions(), left + 12, left + PANEL - 12);
        svg.label(Anchor.START, new Place(left, TOP - 25), title);
        for (Point point : points) {
            String millions = String.format(Locale.ROOT, "%s M", thousandths(point.actions() / 1e6));
            svg.label(Anchor.MIDDLE, new Place(x.pixel((double) point.actions()), BOTTOM + 20), millions);
        }
        svg.label(Anchor.MIDDLE, new Place(left + PANEL / 2, BOTTOM + 45), "actions counted");
        return x;
    }

    private void grid(double left, Axis y, double tick, String words) {
        double pixel = y.pixel(tick);
        svg.line(Stroke.GRID, List.of(new Place(left, pixel), new Place(left + PANEL, pixel)));
        svg.label(Anchor.END, new Place(left - 6, pixel + 4), words);
    }

    private void draw(Panel panel, Stroke stroke, ToLongFunction<Point> number, String words) {
        List<Place> places = points.stream()
                .map(point -> panel.at((double) point.actions(), (double) number.applyAsLong(point)))
                .toList();
        svg.line(stroke, places);
        places.forEach(place -> svg.dot(stroke, place));
        Place middle = places.get(places.size() / 2);
        if (places.get(places.size() - 1).y() < places.get(0).y()) {
            // A line that rises has room above it to the left.
            svg.label(Anchor.END, new Place(middle.x(), middle.y() - LABEL_ABOVE), words);
        } else {
            svg.label(Anchor.MIDDLE, new Place(middle.x(), middle.y() + LABEL_BELOW), words);
        }
    }

    private static String thousands(double number) {
        return number >= 1e6
                ? thousandths(number / 1e6) + " M"
                : number >= 1e3 ? thousandths(number / 1e3) + " k" : thousandths(number);
    }

    private static String thousandths(double number) {
        String text = String.format(Locale.ROOT, "%.3f", number);
        return text.replaceFirst("\\.?0+$", "");
    }
}
