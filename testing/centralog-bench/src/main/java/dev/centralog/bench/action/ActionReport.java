// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.report.Machine;
import dev.centralog.testkit.LocalGearmand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The cost of counting, for each way of counting.
 *
 * @param machine what it was measured on
 * @param figures in the order of their lines
 */
public record ActionReport(String machine, Map<Subject, Figures> figures) {
    static final List<Integer> THREADS = List.of(1, 8);

    /** The number of known users: all their pairs occur within the first moments, and fit into the caches. */
    static final int KNOWN_USERS = 1000;

    /** The number of users of a crowd: their pairs are more than the default buffer holds, or any cache. */
    static final int CROWD_USERS = 100_000;

    /** A way of counting, with the number of users and of calling threads. */
    record Subject(Work work, int users, int threads) {
        Subject by(Work otherWork) {
            return new Subject(otherWork, users, threads);
        }
    }

    /** Returns these works with a crowd of users, and the works that run in this process with the known users. */
    static List<Subject> subjects(Collection<Work> crowdWorks) {
        List<Subject> subjects = new ArrayList<>();
        for (int threads : THREADS) {
            for (Work work : List.of(Work.MAP, Work.CENTRALOG)) {
                subjects.add(new Subject(work, KNOWN_USERS, threads));
            }
            for (Work work : crowdWorks) {
                subjects.add(new Subject(work, CROWD_USERS, threads));
            }
        }
        return subjects;
    }

    /**
     * Measures the subjects that can run here, in rounds, so that a busy minute of the machine affects all equally.
     * Blocks for minutes; reports its progress on standard error.
     */
    static ActionReport measure(JmhRuns runs, List<Subject> subjects, int rounds) {
        List<Subject> available =
                subjects.stream().filter(each -> each.work.isAvailable()).toList();
        Map<Subject, Figures> figures = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Subject each : available) {
                System.err.println("round " + round + " of " + rounds + ": " + each);
                figures.merge(each, measure(runs, each), Figures::plus);
            }
        }
        String gearmand = Work.GEARMAN.isAvailable() ? LocalGearmand.version() : "no gearmand";
        return new ActionReport(Machine.describe(Machine.redis(), gearmand), figures);
    }

    static Figures measure(JmhRuns runs, Subject subject) {
        Map<String, String> parameters = Map.of("work", subject.work.name(), "users", Integer.toString(subject.users));
        return runs.run(CountAction.class, parameters, subject.threads);
    }

    /** Returns a table, followed by the machine. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        row(text, "work", "users", "threads", "ns/call (range)", "dropped", "ns/counted call", "× map", "bytes/call");
        row(text, "---", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
        figures.forEach((subject, measured) -> row(
                text,
                subject.work.title(),
                number("%,d", subject.users),
                Integer.toString(subject.threads),
                number("%,.0f (%,.0f…%,.0f)", measured.nanos(), measured.lowestNanos(), measured.highestNanos()),
                number("%,d of %,d", measured.dropped(), measured.calls()),
                number("%,.0f", measured.nanosPerCounted()),
                number("%,.1f", measured.nanosPerCounted() / limit(subject)),
                number("%,.0f", measured.bytes())));
        return text.append('\n').append(machine).toString();
    }

    private double limit(Subject subject) {
        return Objects.requireNonNull(figures.get(subject.by(Work.MAP))).nanosPerCounted();
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
