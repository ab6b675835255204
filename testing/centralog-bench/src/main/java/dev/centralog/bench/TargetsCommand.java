// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench;

import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.report.Machine;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Section;
import dev.centralog.bench.verdict.TargetTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code targets}. */
@Command(
        name = "targets",
        description = "Measures everything that has a target, beside what it is compared to, and says met or missed.",
        mixinStandardHelpOptions = true)
public final class TargetsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--short", description = "In less than ten minutes, and less exactly.")
    private boolean brief;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Some of the measurements, by name.")
    private List<String> only = List.of();

    @Option(names = "--logs", paramLabel = "DIRECTORY", required = true, description = "Where JMH's own words go to.")
    private Path logs = Path.of("");

    @Option(names = "--docs", paramLabel = "DIRECTORY", required = true, description = "The pages with the queries.")
    private Path docs = Path.of("");

    @Option(names = "--charts", paramLabel = "DIRECTORY", description = "Where the full form's charts go to.")
    private @Nullable Path charts;

    /** Returns 1 if events are not accounted for, else 0; a missed target is no error. */
    @Override
    public Integer call() throws Exception {
        Form form = brief ? Form.SHORT : Form.FULL;
        JmhRuns runs = new JmhRuns(brief ? JmhRuns.Effort.SHORT : JmhRuns.Effort.ROUND, logs);
        List<Section> sections = new ArrayList<>();
        for (Map.Entry<String, Measurement> each : chosen(runs).entrySet()) {
            System.err.println("=== " + each.getKey());
            sections.add(each.getValue().measure(form));
        }
        TargetTable table = new TargetTable(Machine.describe(Machine.redis()), sections);
        Objects.requireNonNull(spec).commandLine().getOut().println(table.markdown());
        return table.isConserved() ? 0 : 1;
    }

    private Map<String, Measurement> chosen(JmhRuns runs) {
        Map<String, Measurement> all = Measurements.all(runs, docs, charts);
        for (String name : only) {
            if (!all.containsKey(name)) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--only: '" + name + "' is none of " + String.join(", ", all.keySet()));
            }
        }
        if (!only.isEmpty()) {
            all.keySet().retainAll(only);
        }
        return all;
    }
}
