// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

/** The figures of a run, as Markdown. */
final class FleetReport {
    private FleetReport() {}

    static String of(FleetRun.Outcome outcome) {
        StringBuilder text = new StringBuilder();
        outcome.phases().forEach(each -> text.append(each).append('\n'));
        text.append(outcome.running()).append('\n').append(outcome.ended()).append('\n');
        text.append("logged " + outcome.logged() + " gathered " + outcome.gathered() + " dropped " + outcome.dropped()
                + " signs " + outcome.signs() + '\n');
        outcome.reads().stream()
                .filter(each -> each.counts() + each.signs() > outcome.plan().producers() / 2)
                .forEach(each -> text.append(each).append('\n'));
        return text.toString();
    }
}
