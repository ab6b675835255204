// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

/**
 * One target and its figure: one line of the table.
 *
 * @param work what was measured
 * @param figure in the limit's unit
 * @param from what the figure was calculated from, e.g. "212 ns to 124 ns"
 */
public record Result(String work, Limit limit, double figure, String from) {
    public boolean isMet() {
        return limit.holds(figure);
    }

    String verdict() {
        return isMet() ? "met" : "**missed**";
    }
}
