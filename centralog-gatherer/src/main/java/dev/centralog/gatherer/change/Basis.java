// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

/** The ground on which a family is judged. */
public enum Basis {
    /** The place of the present period among the others, so that the chance of a false alarm has a bound. */
    RANK,
    /** A multiple of the mean alone: there are too few periods for a chance. */
    RATIO,
    /** None: nothing to compare with, so the family is not judged. */
    NONE
}
