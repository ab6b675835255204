// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

import java.util.Locale;

/**
 * What a figure is to keep to.
 *
 * @param most whether it is the most that is allowed, else the least
 * @param unit what the figure is given in, e.g. "× no-op"
 */
public record Limit(boolean most, double value, String unit) {
    /** The figure may be that at most. */
    public static Limit atMost(double value, String unit) {
        return new Limit(true, value, unit);
    }

    /** The figure must be that at least. */
    public static Limit atLeast(double value, String unit) {
        return new Limit(false, value, unit);
    }

    /** Not so for a figure that is no number. */
    boolean holds(double figure) {
        return most ? figure <= value : figure >= value;
    }

    String say() {
        return (most ? "at most " : "at least ") + say(value);
    }

    /** A figure with its unit. */
    String say(double figure) {
        String number = Math.abs(figure) >= 100 || figure == Math.rint(figure) ? "%,.0f" : "%,.2f";
        return String.format(Locale.ROOT, number + " %s", figure, unit);
    }
}
