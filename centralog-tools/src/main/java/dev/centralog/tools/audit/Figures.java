// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

/**
 * The numbers of wrongly counted events or actions: four separate figures.
 *
 * @param lost logged, and counted nowhere
 * @param doubled counted, but not logged
 * @param misFolded counted for another group than logged, or in a row with something of another group
 * @param misWindowed counted in another second or slice than logged, and not flagged
 */
public record Figures(long lost, long doubled, long misFolded, long misWindowed) {
    /** The figures with which nothing is wrong. */
    public static final Figures NONE = new Figures(0, 0, 0, 0);

    /** Whether all figures are 0. */
    public boolean isExact() {
        return equals(NONE);
    }

    /** Returns the figures in the form {@code 0/0/0/0}, in the order of the components. */
    @Override
    public String toString() {
        return lost + "/" + doubled + "/" + misFolded + "/" + misWindowed;
    }
}
