// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench;

import dev.centralog.bench.action.ActionsCommand;
import dev.centralog.bench.fleet.FleetCommand;
import dev.centralog.bench.scale.ScalingCommand;
import dev.centralog.bench.volume.VolumeCommand;
import dev.centralog.bench.volume.VolumeCurveCommand;
import dev.centralog.gatherer.SilentLogging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of this module. */
@Command(
        name = "run",
        description = "Measures, and prints the figures as Markdown; progress goes to standard error.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "GROUP",
        subcommands = {
            ActionsCommand.class,
            FleetCommand.class,
            ScalingCommand.class,
            TargetsCommand.class,
            VolumeCommand.class,
            VolumeCurveCommand.class
        })
public final class Main {
    /** The exit code EX_USAGE of sysexits.h. */
    private static final int USAGE = 64;

    private Main() {}

    /** Runs one group and ends the process: 0; 1 if a check fails; 64 for wrong usage. */
    public static void main(String[] arguments) {
        SilentLogging.install();
        int code = commandLine(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments);
        System.exit(code);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler((wrong, given) -> {
            err.println(wrong.getMessage());
            err.println("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return USAGE;
        });
        line.setExecutionExceptionHandler((wrong, command, given) -> {
            wrong.printStackTrace(err);
            return 1;
        });
        return line;
    }
}
