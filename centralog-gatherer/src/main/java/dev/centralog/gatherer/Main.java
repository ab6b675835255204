// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.gatherer.config.GathererSettings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line of the gatherer: {@code gather}, {@code tail}, {@code dead-letters}. */
@Command(
        name = "centralog",
        description = "Stores what applications log through Redis in a SQL database, and shows it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        SilentLogging.install();
        int code = run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
        System.exit(code);
    }

    /** Runs one command; the answer is its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(SettingOptions.command(new GatherCommand(), GathererSettings.ALL))
                .addSubcommand(SettingOptions.command(new TailCommand(), GathererSettings.OF_DATABASE))
                .addSubcommand(DeadLettersCommand.commandLine());
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, given) -> {
            err.println(wrong.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
            err.println("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return ExitCode.USAGE.number();
        });
        line.setExecutionExceptionHandler(Main::failed);
        line.setExecutionStrategy(new CommandLine.RunLast());
        return line.execute(arguments);
    }

    private static int failed(Exception wrong, CommandLine line, ParseResult given) {
        ExitCode code = ExitCode.of(wrong);
        if (code == ExitCode.INTERNAL) {
            wrong.printStackTrace(line.getErr());
        } else if (wrong instanceof ConfigException config) {
            config.faults().forEach(line.getErr()::println);
        } else {
            line.getErr().println(wrong.getMessage());
        }
        return code.number();
    }
}
