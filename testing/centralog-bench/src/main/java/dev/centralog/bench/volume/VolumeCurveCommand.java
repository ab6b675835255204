// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.report.Machine;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code volume-curve}. */
@Command(
        name = "volume-curve",
        description = {
            "Counts ever more actions of the same users in the same six slices of the past, in each every pair of user and"
                    + " action once at least; gathers them afterwards; prints rows, SQL statements and memory.",
            "Exit code 1 if a row is wrong."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VolumeCurveCommand implements Callable<Integer> {
    private static final int USERS = 2000;
    private static final int IDS = 20;
    private static final int PROCESSES = 2;
    private static final int SLICE_SECONDS = 60;
    private static final int SLICES = 6;
    private static final long SEED = 42;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--actions",
            paramLabel = "N,N",
            split = ",",
            defaultValue = "300000,1000000,3000000,10000000,30000000",
            description = "How many actions; ${DEFAULT-VALUE} if not given.")
    private List<Long> volumes = new ArrayList<>();

    @Option(
            names = "--database",
            paramLabel = "D",
            defaultValue = "postgres",
            description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private Store.Kind database = Store.Kind.POSTGRES;

    @Option(names = "--chart", paramLabel = "FILE", required = true, description = "Where to draw it, as SVG.")
    private Path chart = Path.of("");

    @Override
    public Integer call() throws Exception {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        List<Plan> plans = plans(line);
        // The directory is created before the long run, which would otherwise end without its chart.
        Files.createDirectories(Objects.requireNonNull(chart.toAbsolutePath().getParent()));
        Curve curve = Curve.measure(plans, database);
        PrintWriter out = line.getOut();
        out.println(Machine.describe(Machine.redis(), curve.database()) + "\n");
        out.println(curve.markdown());
        if (curve.isExact()) {
            Files.writeString(chart, CurveChart.draw(curve));
        }
        return curve.isExact() ? 0 : 1;
    }

    private List<Plan> plans(CommandLine line) {
        if (volumes.size() < 2) {
            throw new ParameterException(line, "--actions needs two numbers or more: a curve has no fewer points");
        }
        try {
            return volumes.stream()
                    .map(actions -> new Plan(actions, USERS, IDS, PROCESSES, SLICE_SECONDS, SLICES, SEED))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }
}
