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
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures the cost of logging a repeat, compared with the framework with an appender that does nothing, with the
 * peers, and with the bare walk of the stack.
 */
public final class RepeatTargets implements Measurement {
    private static final List<Integer> DEPTHS = List.of(20, 60);
    private static final int DEEPEST = 60;
    private static final Set<AppenderVariant> DECIDING = EnumSet.of(
            AppenderVariant.NO_OP, AppenderVariant.TEMPLATE, AppenderVariant.LOGBACK_REDIS, AppenderVariant.GELF);
    private static final Set<AppenderVariant> SHOWN = EnumSet.complementOf(EnumSet.of(
            AppenderVariant.WALKER, AppenderVariant.LOCATION, AppenderVariant.PATTERN, AppenderVariant.TEXTS));

    private final CallFigures figures;
    private final List<Result> results = new ArrayList<>();

    public RepeatTargets(JmhRuns runs) {
        figures = new CallFigures(runs);
    }

    @Override
    public Section measure(Form form) {
        figures.measure(subjects(form), form.pick(3, 1));
        for (Framework framework : Framework.values()) {
            template(framework);
            callSite(framework);
            concatenated(framework);
        }
        return new Section("A repeat, one thread", results, List.of(), details());
    }

    /** Returns the subjects. The short form leaves out those that no target needs. */
    private static Set<Subject> subjects(Form form) {
        Set<Subject> subjects = new LinkedHashSet<>();
        for (Framework framework : Framework.values()) {
            for (AppenderVariant way : AppenderVariant.values()) {
                if (way.isOf(framework) && (form == Form.FULL ? SHOWN : DECIDING).contains(way)) {
                    subjects.add(Subject.of(framework, way));
                }
            }
            for (int depth : DEPTHS) {
                for (AppenderVariant way : List.of(AppenderVariant.WALKER, AppenderVariant.CALL_SITE)) {
                    subjects.add(Subject.of(framework, way).below(depth));
                }
            }
            subjects.add(Subject.of(framework, AppenderVariant.LOCATION).below(DEEPEST));
            subjects.add(Subject.of(framework, AppenderVariant.CALL_SITE));
            subjects.add(Subject.of(framework, AppenderVariant.CALL_SITE).inGroupsOf(1));
            subjects.add(Subject.of(framework, AppenderVariant.TEXTS).inGroupsOf(1));
        }
        return subjects;
    }

    /** Compares a text that is put together for each call with the same statement with an argument. */
    private void concatenated(Framework framework) {
        Figures repeat = figures.of(Subject.of(framework, AppenderVariant.CALL_SITE));
        Figures ours = figures.of(Subject.of(framework, AppenderVariant.TEXTS).inGroupsOf(1));
        results.add(new Result(
                framework.title() + ": a text put together, `groupBy=callSite`",
                Limit.atMost(2, "× a repeat with an argument"),
                ours.nanos() / repeat.nanos(),
                times(ours, repeat)));
    }

    private void template(Framework framework) {
        Figures noOp = figures.of(Subject.of(framework, AppenderVariant.NO_OP));
        Figures ours = figures.of(Subject.of(framework, AppenderVariant.TEMPLATE));
        String work = framework.title() + ": repeat, `groupBy=template`";
        results.add(new Result(work, Limit.atMost(2, "× no-op"), ours.nanos() / noOp.nanos(), times(ours, noOp)));
        results.add(new Result(
                work,
                Limit.atMost(0, "bytes beyond no-op"),
                Math.max(0, Math.rint(ours.bytes() - noOp.bytes())),
                String.format(Locale.ROOT, "%,.1f bytes to %,.1f", ours.bytes(), noOp.bytes())));
        peers(work, Subject.of(framework, AppenderVariant.TEMPLATE), 300);
    }

    private void callSite(Framework framework) {
        for (int depth : DEPTHS) {
            Figures walker =
                    figures.of(Subject.of(framework, AppenderVariant.WALKER).below(depth));
            Figures ours =
                    figures.of(Subject.of(framework, AppenderVariant.CALL_SITE).below(depth));
            String work = framework.title() + ": repeat, `groupBy=callSite`, depth " + depth;
            results.add(new Result(
                    work, Limit.atMost(1.25, "× bare walk"), ours.nanos() / walker.nanos(), times(ours, walker)));
        }
        Figures location =
                figures.of(Subject.of(framework, AppenderVariant.LOCATION).below(DEEPEST));
        Figures ours =
                figures.of(Subject.of(framework, AppenderVariant.CALL_SITE).below(DEEPEST));
        String work = framework.title() + ": repeat, `groupBy=callSite`, depth " + DEEPEST;
        results.add(new Result(
                work,
                Limit.atLeast(5, "× faster than the framework's location"),
                location.nanos() / ours.nanos(),
                times(ours, location)));
        peers(work, Subject.of(framework, AppenderVariant.CALL_SITE).below(DEEPEST), 15);
    }

    /** Compares with each peer, of the same framework if there is one. */
    private void peers(String work, Subject subject, double factor) {
        Figures ours = figures.of(subject);
        for (AppenderVariant peer : List.of(AppenderVariant.LOGBACK_REDIS, AppenderVariant.GELF)) {
            Framework theirFramework = peer.isOf(subject.framework()) ? subject.framework() : Framework.LOGBACK;
            Figures theirs = figures.of(Subject.of(theirFramework, peer));
            results.add(new Result(
                    work,
                    Limit.atLeast(factor, "× faster than " + peer.title()),
                    theirs.nanos() / ours.nanos(),
                    times(ours, theirs)));
        }
    }

    private static String times(Figures ours, Figures other) {
        return String.format(Locale.ROOT, "%,.0f ns to %,.0f ns", ours.nanos(), other.nanos());
    }

    private String details() {
        return CallTable.of(figures.all()).toString();
    }
}
