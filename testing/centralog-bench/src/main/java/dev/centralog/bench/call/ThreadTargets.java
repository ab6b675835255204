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

/** Measures whether threads that log the same repeat slow each other down. */
public final class ThreadTargets implements Measurement {
    private static final List<Integer> THREADS = List.of(2, 4, 8, 64);
    private static final double LEAST_SHARE = 60;

    private final CallFigures figures;

    public ThreadTargets(JmhRuns runs) {
        figures = new CallFigures(runs);
    }

    @Override
    public Section measure(Form form) {
        Set<Subject> subjects = new LinkedHashSet<>();
        Set<Subject> onVirtual = new LinkedHashSet<>();
        for (Framework framework : Framework.values()) {
            for (AppenderVariant way : List.of(AppenderVariant.NO_OP, AppenderVariant.TEMPLATE)) {
                THREADS.forEach(
                        threads -> subjects.add(Subject.of(framework, way).on(threads)));
                onVirtual.add(Subject.of(framework, way).on(VirtualCalls.THREADS));
            }
        }
        figures.measure(subjects, form.pick(2, 1));
        boolean virtual = figures.measureVirtual(onVirtual, form.pick(2, 1));
        List<Result> results = new ArrayList<>();
        for (Framework framework : Framework.values()) {
            for (int threads : THREADS) {
                Figures noOp =
                        figures.of(Subject.of(framework, AppenderVariant.NO_OP).on(threads));
                Figures ours = figures.of(
                        Subject.of(framework, AppenderVariant.TEMPLATE).on(threads));
                results.add(share(framework.title() + ": repeat, threads: " + threads, ours, noOp));
                results.add(new Result(
                        framework.title() + ": repeat, threads: " + threads,
                        Limit.atMost(0, "times blocked by a lock"),
                        ours.blocked(),
                        String.format(Locale.ROOT, "in %,d calls", ours.calls())));
            }
            if (virtual) {
                int threads = VirtualCalls.THREADS;
                results.add(share(
                        framework.title() + ": repeat, virtual threads: " + threads,
                        figures.ofVirtual(
                                Subject.of(framework, AppenderVariant.TEMPLATE).on(threads)),
                        figures.ofVirtual(
                                Subject.of(framework, AppenderVariant.NO_OP).on(threads))));
            }
        }
        String details = CallTable.of(figures.all()) + "\nOn virtual threads:\n\n" + CallTable.of(figures.allVirtual());
        return new Section("A repeat, many threads", results, List.of(), details);
    }

    private static Result share(String work, Figures ours, Figures noOp) {
        return new Result(
                work,
                Limit.atLeast(LEAST_SHARE, "% of no-op's throughput"),
                100 * noOp.nanos() / ours.nanos(),
                String.format(Locale.ROOT, "%,.0f ns to %,.0f ns", ours.nanos(), noOp.nanos()));
    }
}
