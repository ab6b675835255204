// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

import java.util.List;

/**
 * What one measurement came to.
 *
 * @param title a heading
 * @param results the targets that it decides
 * @param conservation for each end-to-end run its line: what was logged, stored or acknowledged, and dropped; each ends in
 *     OK or says what does not add up
 * @param details all figures, as Markdown
 */
public record Section(String title, List<Result> results, List<String> conservation, String details) {
    /** Whether all that was logged is accounted for. */
    boolean isConserved() {
        return conservation.stream().allMatch(line -> line.endsWith(" OK"));
    }
}
