// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

import dev.centralog.bench.report.Markdown;
import java.util.List;

/**
 * All targets in one table, followed by the lines of conservation of each end-to-end run, and the figures of each
 * section.
 *
 * @param machine what it was measured on
 */
public record TargetTable(String machine, List<Section> sections) {
    public String markdown() {
        Markdown table = new Markdown("work", "target", "measured", "of", "");
        for (Section section : sections) {
            for (Result each : section.results()) {
                table.row(
                        each.work(), each.limit().say(), each.limit().say(each.figure()), each.from(), each.verdict());
            }
            section.conservation().forEach(line -> table.row("↳ " + line, "", "", "", ""));
        }
        StringBuilder text = new StringBuilder(table.toString());
        text.append('\n').append(machine).append('\n');
        for (Section section : sections) {
            text.append("\n### ").append(section.title()).append("\n\n").append(section.details());
        }
        return text.toString();
    }

    /** Whether all logged events of all sections are accounted for. */
    public boolean isConserved() {
        return sections.stream().allMatch(Section::isConserved);
    }
}
