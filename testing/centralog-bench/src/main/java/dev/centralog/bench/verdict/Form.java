// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

/** The forms of a measurement. */
public enum Form {
    /** The form of the published figures: several rounds. */
    FULL,
    /** The form in which all measurements together take less than ten minutes. */
    SHORT;

    /** Returns the first number in the full form, the second in the short form. */
    public int pick(int full, int brief) {
        return this == FULL ? full : brief;
    }
}
