// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.internal.fold.CountOneMore.Kind;
import dev.centralog.internal.fold.FindGroup.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures whether the fold's own structures pay: each in turn with the JDK's structure for the same purpose.
 * Thread-safety: none.
 */
public final class StructureTargets implements Measurement {
    private static final List<Integer> THREADS = List.of(1, 2, 8, 64);
    private static final List<Integer> GROUPS = List.of(500, 50_000);

    private final JmhRuns runs;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    /** Creates a measurement that uses these runs. */
    public StructureTargets(JmhRuns runs) {
        this.runs = runs;
    }

    @Override
    public Section measure(Form form) {
        for (int round = 0; round < form.pick(4, 1); round++) {
            measureOnce();
        }
        List<Result> results = new ArrayList<>();
        for (int threads : THREADS) {
            results.add(ratio(
                    "an increment of a shared counter, threads: " + threads,
                    counting(Kind.STRIPED, threads),
                    counting(Kind.LONG_ADDER, threads),
                    "LongAdder"));
        }
        for (int groups : GROUPS) {
            results.add(ratio(
                    "a group found among " + groups,
                    finding(Table.CHAINS, groups),
                    finding(Table.CONCURRENT_HASH_MAP, groups),
                    "ConcurrentHashMap"));
        }
        return new Section("Structures of the fold", results, List.of(), table());
    }

    private void measureOnce() {
        for (int threads : THREADS) {
            for (Kind kind : Kind.values()) {
                add(counting(kind, threads), runs.run(CountOneMore.class, Map.of("kind", kind.name()), threads));
            }
        }
        for (int groups : GROUPS) {
            for (Table table : Table.values()) {
                Map<String, String> parameters = Map.of("table", table.name(), "count", String.valueOf(groups));
                add(finding(table, groups), runs.run(FindGroup.class, parameters, 1));
            }
        }
    }

    private void add(String what, Figures measured) {
        figures.merge(what, measured, Figures::plus);
    }

    private static String counting(Kind kind, int threads) {
        return kind + ", threads: " + threads;
    }

    private static String finding(Table table, int groups) {
        return table + ", groups: " + groups;
    }

    private Result ratio(String work, String ours, String theirs, String name) {
        double own = of(ours).nanos();
        double other = of(theirs).nanos();
        return new Result(
                work,
                Limit.atMost(1, "× " + name),
                own / other,
                String.format(Locale.ROOT, "%.1f ns to %.1f ns", own, other));
    }

    private Figures of(String what) {
        return Objects.requireNonNull(figures.get(what), what);
    }

    private String table() {
        StringBuilder table = new StringBuilder("| What | ns a call | from..to | bytes a call |\n|---|--:|--:|--:|\n");
        figures.forEach((what, each) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f..%.1f | %.1f |%n",
                what,
                each.nanos(),
                each.lowestNanos(),
                each.highestNanos(),
                each.bytes())));
        return table.toString();
    }
}
