// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.bench.action.ActionReport.Subject;
import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What counting one action costs, against what a map in this process would cost. */
public record ActionTargets(JmhRuns runs) implements Measurement {
    @Override
    public Section measure(Form form) {
        List<Work> works = form == Form.FULL ? List.of(Work.values()) : List.of(Work.MAP, Work.CENTRALOG_ROOMY);
        ActionReport report = ActionReport.measure(runs, works, form.pick(2, 1));
        List<Result> results = new ArrayList<>();
        for (int threads : ActionReport.THREADS) {
            Figures ours = figures(report, Work.CENTRALOG_ROOMY, threads);
            Figures map = figures(report, Work.MAP, threads);
            results.add(new Result(
                    "one action counted, threads: " + threads,
                    Limit.atMost(2, "× map"),
                    ours.nanosPerCounted() / map.nanosPerCounted(),
                    String.format(Locale.ROOT, "%,.0f ns to %,.0f ns", ours.nanosPerCounted(), map.nanosPerCounted())));
        }
        return new Section("One action counted", results, List.of(), report.markdown() + "\n");
    }

    private static Figures figures(ActionReport report, Work work, int threads) {
        return Objects.requireNonNull(report.figures().get(new Subject(work, threads)));
    }
}
