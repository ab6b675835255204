// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import java.util.Map;

/** The slope of a curve whose axes are both logarithmic: 1 if it is linear, 2 if it is quadratic, 0 if it is flat. */
final class Slope {
    private Slope() {}

    /** Returns the slope by least squares of a curve of two points or more, all of them positive. */
    static double of(Map<Integer, Double> curve) {
        double middleX =
                curve.keySet().stream().mapToDouble(Math::log).average().orElseThrow();
        double middleY =
                curve.values().stream().mapToDouble(Math::log).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (Map.Entry<Integer, Double> point : curve.entrySet()) {
            double x = Math.log(point.getKey()) - middleX;
            products += x * (Math.log(point.getValue()) - middleY);
            squares += x * x;
        }
        return products / squares;
    }
}
