// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The median and the range of a figure over some rounds. */
record Spread(double median, double lowest, double highest) {
    static Spread of(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Returns a text such as "12,345 (11,000…13,000)". */
    String say(String format) {
        return String.format(Locale.ROOT, format + " (" + format + "…" + format + ")", median, lowest, highest);
    }
}
