// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.List;
import java.util.Locale;

/** The alarms among many families, each with one period judged by those before it, and what was expected of them. */
final class AlarmTally {
    private final String name;
    private FalseAlarms louder = FalseAlarms.NONE;
    private FalseAlarms gone = FalseAlarms.NONE;
    private int alarmsLouder;
    private int alarmsGone;

    AlarmTally(String name) {
        this.name = name;
    }

    /** Adds a family, with the present period as the last one. */
    void add(List<PeriodCount> periods) {
        int last = periods.size() - 1;
        add(periods.get(last), periods.subList(0, last));
    }

    void add(PeriodCount present, List<PeriodCount> baseline) {
        Louder isLouder = Louder.of(present, baseline);
        Gone isGone = Gone.of(present, baseline);
        louder = louder.plus(isLouder);
        gone = gone.plus(isGone);
        alarmsLouder += isLouder.isMet() ? 1 : 0;
        alarmsGone += isGone.isMet() ? 1 : 0;
    }

    FalseAlarms louder() {
        return louder;
    }

    FalseAlarms gone() {
        return gone;
    }

    int alarmsLouder() {
        return alarmsLouder;
    }

    int alarmsGone() {
        return alarmsGone;
    }

    /** Returns how many times as many families were louder as expected. */
    double timesLouder() {
        return alarmsLouder / louder.expected();
    }

    /** Returns how many times as many families were gone as expected. */
    double timesGone() {
        return alarmsGone / gone.expected();
    }

    /** Returns the most alarms that are likely where so many are expected: three standard deviations more. */
    static double most(FalseAlarms expected) {
        return expected.expected() + 3 * Math.sqrt(expected.expected());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-60s judged %6d; louder %5d, expected %7.1f (%4.2f x); gone %4d, expected %6.1f (%4.2f x)",
                name,
                louder.judged(),
                alarmsLouder,
                louder.expected(),
                timesLouder(),
                alarmsGone,
                gone.expected(),
                timesGone());
    }
}
