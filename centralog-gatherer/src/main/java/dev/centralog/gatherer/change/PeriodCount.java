// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

/**
 * The events of one family in one period, and how long its application ran in it.
 *
 * @param repeats the number of events, 0 or more
 * @param processHours the hours of all processes of the application (and environment) in the period, added up; 0 where it did
 *     not run
 */
public record PeriodCount(long repeats, double processHours) {
    /**
     * Makes a count.
     *
     * @throws IllegalArgumentException if a figure is negative or the hours are no finite number
     */
    public PeriodCount {
        if (repeats < 0) {
            throw new IllegalArgumentException("repeats is " + repeats + "; allowed is 0 or more");
        }
        if (!(processHours >= 0) || Double.isInfinite(processHours)) {
            throw new IllegalArgumentException("processHours is " + processHours + "; allowed is 0 or more");
        }
    }

    /** Returns whether the application ran. A period in which it did not is no evidence of anything. */
    boolean ran() {
        return processHours > 0;
    }

    /** Returns the events per process-hour, of a period in which the application ran. */
    double rate() {
        return repeats / processHours;
    }
}
