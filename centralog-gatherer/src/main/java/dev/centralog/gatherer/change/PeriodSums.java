// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.List;

/**
 * The sums of periods in which the application ran.
 *
 * @param highest the one with the highest rate; without hours if there is no period
 * @param secondRate the highest rate of the others
 */
record PeriodSums(long repeats, double hours, PeriodCount highest, double secondRate) {
    private static final PeriodCount NONE = new PeriodCount(0, 0);

    static PeriodSums of(List<PeriodCount> ran) {
        long repeats = 0;
        double hours = 0;
        PeriodCount highest = NONE;
        double second = 0;
        for (PeriodCount each : ran) {
            repeats += each.repeats();
            hours += each.processHours();
            if (!highest.ran() || each.rate() > highest.rate()) {
                second = highest.ran() ? highest.rate() : 0;
                highest = each;
            } else {
                second = Math.max(second, each.rate());
            }
        }
        return new PeriodSums(repeats, hours, highest, second);
    }

    double mean() {
        return hours > 0 ? repeats / hours : 0;
    }

    double highestRate() {
        return highest.ran() ? highest.rate() : 0;
    }
}
