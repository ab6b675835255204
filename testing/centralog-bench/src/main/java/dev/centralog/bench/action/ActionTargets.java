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

/** Measures the cost of counting one action, compared with a map in this process. */
public record ActionTargets(JmhRuns runs) implements Measurement {
    @Override
    public Section measure(Form form) {
        List<Work> crowdWorks = form == Form.FULL ? List.of(Work.values()) : List.of(Work.MAP, Work.CENTRALOG_ROOMY);
        ActionReport report = ActionReport.measure(runs, ActionReport.subjects(crowdWorks), form.pick(2, 1));
        List<Result> results = new ArrayList<>();
        for (int threads : ActionReport.THREADS) {
            results.addAll(results(report, new Subject(Work.CENTRALOG, ActionReport.KNOWN_USERS, threads)));
            results.addAll(results(report, new Subject(Work.CENTRALOG_ROOMY, ActionReport.CROWD_USERS, threads)));
        }
        return new Section("One action counted", results, List.of(), report.markdown() + "\n");
    }

    private static List<Result> results(ActionReport report, Subject subject) {
        Figures ours = figures(report, subject);
        Figures map = figures(report, subject.by(Work.MAP));
        String work = String.format(
                Locale.ROOT, "one action counted, users: %,d, threads: %d", subject.users(), subject.threads());
        return List.of(
                new Result(
                        work,
                        Limit.atMost(2, "× map"),
                        ours.nanosPerCounted() / map.nanosPerCounted(),
                        String.format(
                                Locale.ROOT, "%,.0f ns to %,.0f ns", ours.nanosPerCounted(), map.nanosPerCounted())),
                new Result(
                        work,
                        Limit.atMost(0, "bytes"),
                        Math.rint(ours.bytes()),
                        "what the shipper allocates included"));
    }

    private static Figures figures(ActionReport report, Subject subject) {
        return Objects.requireNonNull(report.figures().get(subject));
    }
}
