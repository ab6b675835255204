// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

import java.util.List;

/**
 * The result of one measurement.
 *
 * @param title a heading
 * @param results the targets that it decides
 * @param conservation a line for each end-to-end run: what was logged, stored or acknowledged, and dropped; each ends
 * in OK or names what does not add up
 * @param details all figures, as Markdown
 */
public record Section(String title, List<Result> results, List<String> conservation, String details) {
    /** Whether all logged events are accounted for. */
    boolean isConserved() {
        return conservation.stream().allMatch(line -> line.endsWith(" OK"));
    }
}
