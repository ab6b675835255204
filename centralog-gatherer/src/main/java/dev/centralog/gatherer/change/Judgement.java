// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.OptionalDouble;

/** The judgement on one family, with what it may be wrong. Immutable. */
public sealed interface Judgement permits Louder, Gone {
    /**
     * The fewest periods of a baseline that are ranked. With fewer, chance alone would put the present period at the top in one
     * of five cases or more, so that no rank tells anything.
     */
    int FEWEST_PERIODS = 5;

    /** Returns whether the family has changed in the way that was asked. */
    boolean isMet();

    /** Returns the ground of the judgement. */
    Basis basis();

    /**
     * Returns the highest chance, from 0 to 1, with which the judgement would be met although nothing has changed; empty unless
     * the basis is {@link Basis#RANK}.
     */
    OptionalDouble chance();

    /**
     * Returns the family's part of the expected number of false alarms: the chance, or 0 where its counts could be no alarm in any
     * order. Of counts of which every order is as likely, it is not less than the part of the orders that are alarms; so the
     * sum over all families that were judged bounds what to expect.
     */
    double expectedFalseAlarms();
}
