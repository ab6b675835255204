// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.bench.report.Machine;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.TargetTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code scaling}. */
@Command(
        name = "scaling",
        description = {
            "Measures what each stage costs as producers, groups, repeats, partitions, gatherers and samples grow; fits the"
                    + " costs that './centralog size' computes with, and compares them with runs that were not used for that.",
            "Exit code 1 if events are not accounted for. Linux only."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ScalingCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--short", description = "Three points of each curve, once: in some ten minutes, and less exactly.")
    private boolean brief;

    @Option(
            names = "--runs",
            paramLabel = "FILE",
            description = {
                "Where each run is added to, as a line of JSON.",
                "Runs that it has are not done again; so a measurement that was broken off goes on."
            })
    private @Nullable Path runs;

    @Option(names = "--charts", paramLabel = "DIRECTORY", description = "Where the full form's charts go to.")
    private @Nullable Path charts;

    @Override
    public Integer call() throws Exception {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (!CpuTime.isAvailable()) {
            line.getErr()
                    .println(
                            "the times on a core are read from /proc/self/schedstat, which this machine does not have");
            return 1;
        }
        Scaling scaling = Scaling.measure(brief ? Form.SHORT : Form.FULL, runs);
        ScalingReport report = new ScalingReport(scaling);
        TargetTable table = new TargetTable(Machine.describe(Machine.redis()), List.of(report.section()));
        line.getOut().println(table.markdown());
        if (charts != null && !brief) {
            Files.createDirectories(charts);
            for (ScalingChart each : ScalingChart.all()) {
                Files.writeString(charts.resolve(each.file()), each.draw(scaling));
            }
        }
        return table.isConserved() ? 0 : 1;
    }
}
