// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.report;

/**
 * Puts numbers on a line of a chart.
 *
 * @param logarithmic whether equal factors are equally long
 * @param from the number at one end; positive, if logarithmic
 * @param to the number at the other end
 * @param fromPixel where one end is
 * @param toPixel where the other end is
 */
public record Axis(boolean logarithmic, double from, double to, double fromPixel, double toPixel) {
    public double pixel(double number) {
        double share = logarithmic ? Math.log(number / from) / Math.log(to / from) : (number - from) / (to - from);
        return fromPixel + share * (toPixel - fromPixel);
    }
}
