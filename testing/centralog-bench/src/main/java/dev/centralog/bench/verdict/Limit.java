// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

import java.util.Locale;

/**
 * A limit that a figure must keep.
 *
 * @param most whether it is the highest allowed value; otherwise it is the lowest
 * @param unit the unit of the figure, e.g. "× no-op"
 */
public record Limit(boolean most, double value, String unit) {
    /** Returns the limit that a figure must not exceed. */
    public static Limit atMost(double value, String unit) {
        return new Limit(true, value, unit);
    }

    /** Returns the limit that a figure must at least reach. */
    public static Limit atLeast(double value, String unit) {
        return new Limit(false, value, unit);
    }

    /** Whether the figure keeps the limit; false for a figure that is no number. */
    boolean holds(double figure) {
        return most ? figure <= value : figure >= value;
    }

    String say() {
        return (most ? "at most " : "at least ") + say(value);
    }

    /** Returns a figure with its unit. */
    String say(double figure) {
        String number = Math.abs(figure) >= 100 || figure == Math.rint(figure) ? "%,.0f" : "%,.2f";
        return String.format(Locale.ROOT, number + " %s", figure, unit);
    }
}
