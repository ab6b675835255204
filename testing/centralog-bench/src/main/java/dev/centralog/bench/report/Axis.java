// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.report;

/**
 * An axis of a chart, which converts numbers to pixels.
 *
 * @param logarithmic whether equal factors have equal lengths
 * @param from the number at one end; positive if logarithmic
 * @param to the number at the other end
 * @param fromPixel the pixel of one end
 * @param toPixel the pixel of the other end
 */
public record Axis(boolean logarithmic, double from, double to, double fromPixel, double toPixel) {
    public double pixel(double number) {
        double share = logarithmic ? Math.log(number / from) / Math.log(to / from) : (number - from) / (to - from);
        return fromPixel + share * (toPixel - fromPixel);
    }
}
