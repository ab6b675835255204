// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.SqliteLibrary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the gatherer: {@code gather}, {@code status}, {@code tail}, {@code actions}, {@code dead-letters}. */
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

    /** Does what {@link #main} does, with sinks of the caller's. */
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
            // Whatever happened: the signal's hook waits for this end, and the JVM for its hooks.
            signal.end(code);
            System.exit(code);
        }
    }

    private static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Throwable e) { // picocli hands exceptions to us, see below, but not errors
            printStackTrace(e, line.getErr());
            return ExitCode.INTERNAL.number();
        }
    }

    /** All commands; executing one answers its exit code. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, StopSignal signal) {
        return commandLine(out, err, signal, Sinks::open);
    }

    private static CommandLine commandLine(
            PrintWriter out, PrintWriter err, StopSignal signal, Function<SinkTarget, Sinks> opener) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(SettingOptions.command(new GatherCommand(signal, opener), GathererSettings.ALL))
                .addSubcommand(SettingOptions.command(new StatusCommand(), StatusCommand.SETTINGS))
                .addSubcommand(SettingOptions.command(new TailCommand(signal), GathererSettings.OF_DATABASE))
                .addSubcommand(SettingOptions.command(new ActionsCommand(), ActionsCommand.SETTINGS))
                .addSubcommand(DeadLettersCommand.commandLine());
        CommandVersions.addTo(line);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, given) -> {
            err.println(withoutValues(wrong));
            UnmatchedArgumentException.printSuggestions(wrong, err);
            err.println("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return ExitCode.USAGE.number();
        });
        line.setExecutionExceptionHandler(Main::failed);
        line.setExecutionStrategy(new CommandLine.RunLast());
        return line;
    }

    /** What stands behind an option that is misspelt may be a password. */
    private static String withoutValues(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(wrong.getMessage());
        }
        if (unmatched.getUnmatched().stream().noneMatch(each -> each.startsWith("-"))) {
            return !wrong.getCommandLine().getSubcommands().isEmpty()
                    ? String.valueOf(wrong.getMessage())
                    : "Something stands here that belongs to no option: a value with blanks, or with a sign such as & or ;,"
                            + " needs quotes";
        }
        return unmatched.getUnmatched().stream()
                .map(each -> each.startsWith("-") ? each.replaceFirst("=.*", "") : "***")
                .collect(Collectors.joining(" ", "There is no such option here: ", ""));
    }

    /** Prints a stack trace without passwords: what a driver throws may quote its URL. */
    private static void printStackTrace(Throwable wrong, PrintWriter err) {
        StringWriter text = new StringWriter();
        wrong.printStackTrace(new PrintWriter(text));
        text.toString().lines().map(Setting::hidePassword).forEach(err::println);
    }

    private static int failed(Exception wrong, CommandLine line, ParseResult given) {
        ExitCode code = ExitCode.of(wrong);
        if (code == ExitCode.INTERNAL) {
            printStackTrace(wrong, line.getErr());
        } else if (wrong instanceof ConfigException config) {
            config.faults().forEach(line.getErr()::println);
        } else {
            line.getErr().println(wrong.getMessage());
        }
        return code.number();
    }
}
