// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.ConfigException;
import dev.centralog.Settings;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code volume}. */
@Command(
        name = "volume",
        description =
                "Counts actions as time goes by, and checks every row of them in SQL. Exit code 1 if one is wrong.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VolumeCommand implements Callable<Integer> {
    private static final long SEED = 42;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--actions",
            paramLabel = "N",
            defaultValue = "50000000",
            description = "How many actions; ${DEFAULT-VALUE} if not given.")
    private long actions;

    @Option(
            names = "--users",
            paramLabel = "U",
            defaultValue = "100000",
            description = "By how many users; ${DEFAULT-VALUE} if not given.")
    private int users;

    @Option(
            names = "--action-ids",
            paramLabel = "I",
            defaultValue = "20",
            description = "Of how many kinds; ${DEFAULT-VALUE} if not given.")
    private int ids;

    @Option(
            names = "--processes",
            paramLabel = "P",
            defaultValue = "4",
            description = "From how many processes; ${DEFAULT-VALUE} if not given.")
    private int processes;

    @Option(
            names = "--slice",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "The length of a slice; ${DEFAULT-VALUE} if not given.")
    private String slice = "";

    @Option(
            names = "--database",
            paramLabel = "D",
            defaultValue = "postgres",
            description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private Store.Kind database = Store.Kind.POSTGRES;

    @Override
    public Integer call() throws Exception {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        Outcome outcome = VolumeRun.of(plan(line), database);
        line.getOut().println(new VolumeReport(outcome).markdown());
        return outcome.isExact() ? 0 : 1;
    }

    private Plan plan(CommandLine line) {
        try {
            long seconds = Settings.SLICE_LENGTH.read(slice).toSeconds();
            return new Plan(actions, users, ids, processes, seconds, 0, SEED);
        } catch (IllegalArgumentException | ConfigException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }
}
