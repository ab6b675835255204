// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures the cost of a call in relation to the number of events of a group: more repeats, less cost. It decides no
 * target.
 */
public final class RepeatCurve implements Measurement {
    static final List<AppenderVariant> OURS = List.of(AppenderVariant.TEMPLATE, AppenderVariant.CALL_SITE);
    static final List<AppenderVariant> OTHERS = List.of(
            AppenderVariant.NO_OP, AppenderVariant.LOGBACK_REDIS, AppenderVariant.GELF, AppenderVariant.ZINCRBY);
    private static final List<Integer> ALL = List.of(1, 10, 100, 1000, 10_000, 100_000);
    private static final List<Integer> FEW = List.of(1, 1000, 100_000);

    private final CallFigures figures;
    private final @Nullable Path chart;

    /** Creates a measurement. In its full form it draws a chart into the file, if there is one. */
    public RepeatCurve(JmhRuns runs, @Nullable Path chart) {
        figures = new CallFigures(runs);
        this.chart = chart;
    }

    @Override
    public Section measure(Form form) throws IOException {
        Set<Subject> subjects = new LinkedHashSet<>();
        for (AppenderVariant way : OURS) {
            add(subjects, way, form == Form.FULL ? ALL : FEW);
        }
        for (AppenderVariant way : form == Form.FULL ? OTHERS : OTHERS.subList(0, 1)) {
            add(subjects, way, FEW);
        }
        figures.measure(subjects, 1);
        if (chart != null && form == Form.FULL) {
            Files.writeString(chart, RepeatChart.draw(figures.all()));
        }
        return new Section(
                "A call against repeats",
                List.of(),
                List.of(),
                CallTable.of(figures.all()).toString());
    }

    private static void add(Set<Subject> subjects, AppenderVariant way, List<Integer> repeats) {
        repeats.forEach(each -> subjects.add(Subject.of(Framework.LOGBACK, way).inGroupsOf(each)));
    }
}
