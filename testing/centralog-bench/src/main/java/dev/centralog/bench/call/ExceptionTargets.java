// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures the cost of a group's first event with an exception, compared with printing it. */
public final class ExceptionTargets implements Measurement {
    private static final int FRAMES = 40;

    private final CallFigures figures;

    public ExceptionTargets(JmhRuns runs) {
        figures = new CallFigures(runs);
    }

    @Override
    public Section measure(Form form) {
        Set<Subject> subjects = new LinkedHashSet<>();
        for (Framework framework : Framework.values()) {
            for (AppenderVariant way : List.of(AppenderVariant.PATTERN, AppenderVariant.TEMPLATE)) {
                subjects.add(Subject.of(framework, way).failing(FRAMES));
            }
        }
        figures.measure(subjects, form.pick(3, 1));
        List<Result> results = new ArrayList<>();
        for (Framework framework : Framework.values()) {
            Figures pattern =
                    figures.of(Subject.of(framework, AppenderVariant.PATTERN).failing(FRAMES));
            Figures ours =
                    figures.of(Subject.of(framework, AppenderVariant.TEMPLATE).failing(FRAMES));
            results.add(new Result(
                    framework.title() + ": first event of a group, exception of " + FRAMES + " frames",
                    Limit.atMost(1.5, "× PatternLayout"),
                    ours.nanos() / pattern.nanos(),
                    String.format(
                            Locale.ROOT,
                            "%,.1f µs and %,.0f bytes to %,.1f µs and %,.0f",
                            ours.nanos() / 1000,
                            ours.bytes(),
                            pattern.nanos() / 1000,
                            pattern.bytes())));
        }
        return new Section(
                "First events with an exception",
                results,
                List.of(),
                CallTable.of(figures.all()).toString());
    }
}
