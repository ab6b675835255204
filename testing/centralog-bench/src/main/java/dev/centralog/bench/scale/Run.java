// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.gatherer.size.Amounts;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a run.
 *
 * @param costs what each stage has cost, in its unit
 * @param amounts what there was of each quantity
 * @param logged the number of log calls
 * @param stored the sum of the counts of all rows
 * @param dropped the events that producers have dropped
 */
record Run(
        Fleet fleet,
        String database,
        Map<Stage, Double> costs,
        Amounts amounts,
        long logged,
        long stored,
        long dropped) {
    /** Returns what a stage has cost; 0 if it was not there. */
    double cost(Stage stage) {
        return costs.getOrDefault(stage, 0.0);
    }

    /** Whether the machine was so busy that producers took much longer than they should: then there are more pairs than planned. */
    boolean isLate(int seconds) {
        return amounts.of(Quantity.PAIRS) > 1.15 * fleet.pairs() * seconds;
    }

    /** Whether nothing was lost, dropped, or stored twice. */
    boolean isConserved() {
        return logged == stored && dropped == 0;
    }

    /** Returns what was logged and what became of it. */
    String conservation() {
        return String.format(
                Locale.ROOT,
                "%s, %s: %,d logged = %,d stored, %,d dropped: %s",
                database,
                fleet,
                logged,
                stored,
                dropped,
                isConserved() ? "OK" : "NOT CONSERVED");
    }
}
