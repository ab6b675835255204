// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

/**
 * The numbers of what is wrong at the end, by kind.
 *
 * @param lost counted nowhere
 * @param doubled counted more than once
 * @param misFolded counted under another group
 * @param misWindowed counted in another window
 * @param broken promises that single parts make besides the law, and did not keep
 * @param left not shipped or not stored, though there was time for it
 */
record Figures(long lost, long doubled, long misFolded, long misWindowed, long broken, long left) {
    static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

    /** Returns the figures of the law alone. */
    Figures ofLaw() {
        return new Figures(lost, doubled, misFolded, misWindowed, 0, left);
    }

    Figures plus(Figures other) {
        return new Figures(
                lost + other.lost,
                doubled + other.doubled,
                misFolded + other.misFolded,
                misWindowed + other.misWindowed,
                broken + other.broken,
                left + other.left);
    }
}
