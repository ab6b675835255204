// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.report.Machine;
import dev.centralog.testkit.LocalGearmand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What counting costs, each way beside the others.
 *
 * @param machine what it was measured on
 * @param figures in the order of their lines
 */
public record ActionReport(String machine, Map<Subject, Figures> figures) {
    static final List<Integer> THREADS = List.of(1, 8);

    /** One way, with so many threads calling. */
    record Subject(Work work, int threads) {}

    /**
     * Measures those that can be run here, in rounds, so that a busy minute of the machine meets all alike. Blocks for
     * minutes; says on standard error how far it is.
     */
    static ActionReport measure(JmhRuns runs, List<Work> works, int rounds) {
        List<Work> available = works.stream().filter(Work::isAvailable).toList();
        Map<Subject, Figures> figures = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (int threads : THREADS) {
                for (Work work : available) {
                    System.err.println("round " + round + " of " + rounds + ", threads: " + threads + ", " + work);
                    figures.merge(new Subject(work, threads), measure(runs, work, threads), Figures::plus);
                }
            }
        }
        String gearmand = available.contains(Work.GEARMAN) ? LocalGearmand.version() : "no gearmand";
        return new ActionReport(Machine.describe(Machine.redis(), gearmand), figures);
    }

    static Figures measure(JmhRuns runs, Work work, int threads) {
        return runs.run(CountAction.class, Map.of("work", work.name()), threads);
    }

    /** A table, and the machine below it. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        row(text, "work", "threads", "ns/call (range)", "dropped", "ns/counted call", "× map", "bytes/call");
        row(text, "---", "--:", "--:", "--:", "--:", "--:", "--:");
        figures.forEach((subject, measured) -> row(
                text,
                subject.work.title(),
                Integer.toString(subject.threads),
                number("%,.0f (%,.0f…%,.0f)", measured.nanos(), measured.lowestNanos(), measured.highestNanos()),
                number("%,d of %,d", measured.dropped(), measured.calls()),
                number("%,.0f", measured.nanosPerCounted()),
                number("%,.1f", measured.nanosPerCounted() / limit(subject.threads)),
                number("%,.0f", measured.bytes())));
        return text.append('\n').append(machine).toString();
    }

    private double limit(int threads) {
        return Objects.requireNonNull(figures.get(new Subject(Work.MAP, threads)))
                .nanosPerCounted();
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
