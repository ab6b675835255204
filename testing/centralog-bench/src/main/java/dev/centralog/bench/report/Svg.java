// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Builds an SVG drawing. Its colours have a medium brightness, so that they are visible on white and on black. */
public final class Svg {
    private final StringBuilder text = new StringBuilder();

    /** A place, in pixels from the upper left corner. */
    public record Place(double x, double y) {}

    /** The styles of a line. */
    public enum Stroke {
        GRID("#8b949e", "stroke-width=\"1\" stroke-opacity=\"0.3\""),
        GREY("#8b949e", "stroke-width=\"2\" stroke-dasharray=\"5 4\""),
        BLUE("#3b82f6", "stroke-width=\"2.5\""),
        GREEN("#22a06b", "stroke-width=\"2.5\""),
        ORANGE("#e07b39", "stroke-width=\"2.5\"");

        private final String colour;
        private final String form;

        Stroke(String colour, String form) {
            this.colour = colour;
            this.form = form;
        }
    }

    /** The part of a text that is at its place. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    public Svg(int width, int height, String title, String description) {
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height
                + "\" width=\"" + width + "\" height=\"" + height
                + "\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#7d8590\">\n");
        text.append("<title>" + escape(title) + "</title>\n<desc>" + escape(description) + "</desc>\n");
    }

    public void line(Stroke stroke, List<Place> places) {
        String points = places.stream()
                .map(place -> number(place.x) + "," + number(place.y))
                .collect(Collectors.joining(" "));
        text.append("<polyline fill=\"none\" stroke=\"" + stroke.colour + "\" " + stroke.form + " points=\"" + points
                + "\"/>\n");
    }

    public void dot(Stroke stroke, Place place) {
        text.append("<circle cx=\"" + number(place.x) + "\" cy=\"" + number(place.y) + "\" r=\"3.5\" fill=\""
                + stroke.colour + "\"/>\n");
    }

    public void label(Anchor anchor, Place place, String words) {
        text.append("<text x=\"" + number(place.x) + "\" y=\"" + number(place.y) + "\" text-anchor=\""
                + anchor.name().toLowerCase(Locale.ROOT) + "\">" + escape(words) + "</text>\n");
    }

    private static String number(double pixels) {
        return String.format(Locale.ROOT, "%.1f", pixels);
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
