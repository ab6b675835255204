// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.SqliteLibrary;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the gatherer; docs/commands.md has the commands. */
@Command(
        name = "centralog",
        description = "Stores what applications log through Redis in a SQL database, and shows it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        run(Sinks::open, arguments);
    }

    /** Does the same as {@link #main}, with sinks that the caller opens. */
    static void run(Function<SinkTarget, Sinks> opener, String... arguments) {
        SilentLogging.install();
        StopSignal signal = new StopSignal(SqliteLibrary::clear);
        signal.install();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = ExitCode.INTERNAL.number();
        try {
            code = execute(commandLine(out, err, signal, opener), arguments);
            out.flush();
            SqliteLibrary.clear();
        } finally {
            // In any case: the signal's shutdown hook waits for this call, and the JVM waits for its hooks.
            signal.end(code);
            System.exit(code);
        }
    }

    private static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Throwable e) { // picocli hands exceptions to us, see below, but not errors
            CommandFaults.printStackTrace(e, line.getErr());
            return ExitCode.INTERNAL.number();
        }
    }

    /** Returns the command line with all commands; executing one returns its exit code. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, StopSignal signal) {
        return commandLine(out, err, signal, Sinks::open);
    }

    private static CommandLine commandLine(
            PrintWriter out, PrintWriter err, StopSignal signal, Function<SinkTarget, Sinks> opener) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(SettingOptions.command(new GatherCommand(signal, opener), GathererSettings.ALL))
                .addSubcommand(SettingOptions.command(new StatusCommand(), StatusCommand.SETTINGS))
                .addSubcommand(SettingOptions.command(new NewCommand(signal), GathererSettings.OF_DATABASE))
                .addSubcommand(SettingOptions.command(new TailCommand(signal), GathererSettings.OF_DATABASE))
                .addSubcommand(SettingOptions.command(new GroupsCommand(), GathererSettings.OF_DATABASE))
                .addSubcommand(SettingOptions.command(new ShowCommand(), GathererSettings.OF_DATABASE))
                .addSubcommand(SettingOptions.command(new ActionsCommand(), ActionsCommand.SETTINGS))
                .addSubcommand(SettingOptions.command(new PartitionsCommand(), ReaderSettings.ALL))
                .addSubcommand(new SizeCommand())
                .addSubcommand(SettingOptions.command(new FamilyCommand(), GathererSettings.OF_DATABASE))
                .addSubcommand(DeadLettersCommand.commandLine())
                .addSubcommand(SettingOptions.command(new AlertTestCommand(), GathererSettings.OF_WEBHOOK));
        TriageCommand.addTo(line);
        CommandVersions.addTo(line);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(CommandFaults::usage);
        line.setExecutionExceptionHandler(CommandFaults::failure);
        line.setExecutionStrategy(new CommandLine.RunLast());
        return line;
    }
}
