// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.gatherer.log.LogFormat;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The messages of every command on standard error for wrong arguments and for work that failed, and the exit codes.
 *
 * <p>Thread-safety: any thread.
 */
public final class CommandFaults {
    /** The system property that names further commands of the launcher, beside those of this program, separated by commas. */
    private static final String OTHER_COMMANDS = "centralog.commands";

    private CommandFaults() {}

    /** Prints what is wrong with the arguments; returns the number of {@link ExitCode#USAGE}. */
    public static int usage(ParameterException wrong, String... given) {
        CommandLine line = wrong.getCommandLine();
        List<String> faults = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched(line, unmatched.getUnmatched())
                : List.of(String.valueOf(wrong.getMessage()));
        if (line.getCommand() instanceof GatherCommand && SettingOptions.logFormat(given) == LogFormat.JSON) {
            faults.forEach(new ErrorLog(line.getErr(), LogFormat.JSON)::fault);
            return ExitCode.USAGE.number();
        }
        faults.forEach(each -> line.getErr().println(TerminalText.lines(each)));
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    /** Returns messages about unknown arguments, without values: the value of a misspelt option may be a password. */
    private static List<String> unmatched(CommandLine line, List<String> arguments) {
        List<String> commands = commands(line);
        if (!commands.isEmpty() && !arguments.get(0).startsWith("-")) {
            return List.of(fault("command", arguments.get(0), commands));
        }
        List<String> options = line.getCommandSpec().options().stream()
                .flatMap(each -> Stream.of(each.names()))
                .toList();
        List<String> faults = new ArrayList<>();
        String before = "";
        for (String each : arguments) {
            // A text with one dash after an option may just as well be the option's value.
            if (each.startsWith("--") || (each.startsWith("-") && !before.startsWith("-"))) {
                faults.add(fault("option", each.replaceFirst("=.*", ""), options));
            }
            before = each;
        }
        return faults.isEmpty()
                ? List.of("An argument belongs to no option: a value with blanks, or with a character such as & or ;,"
                        + " needs quotes")
                : faults;
    }

    private static List<String> commands(CommandLine line) {
        List<String> commands = new ArrayList<>(line.getSubcommands().keySet());
        if (line.getParent() == null) {
            Stream.of(System.getProperty(OTHER_COMMANDS, "").split(","))
                    .filter(each -> !each.isEmpty())
                    .forEach(commands::add);
        }
        return commands;
    }

    private static String fault(String kind, String given, List<String> known) {
        String near = NearestName.of(given, known)
                .map(each -> "; did you mean " + each + "?")
                .orElse(kind.equals("command") ? "; the commands are " + String.join(", ", known) : "");
        return "there is no " + kind + " " + Setting.hidePassword(given) + near;
    }

    /** Prints why a command could not do its work; returns its exit code. */
    public static int failure(Throwable wrong, CommandLine line, ParseResult given) {
        ExitCode code = ExitCode.of(wrong);
        PrintWriter err = line.getErr();
        if (code == ExitCode.INTERNAL) {
            printStackTrace(wrong, err);
        } else if (wrong instanceof ConfigException config) {
            config.faults().forEach(err::println);
        } else {
            err.println(Objects.requireNonNullElse(wrong.getMessage(), wrong.toString()));
        }
        return code.number();
    }

    /** Prints a stack trace without passwords: a driver's exception may quote the URL. */
    static void printStackTrace(Throwable wrong, PrintWriter err) {
        StringWriter text = new StringWriter();
        wrong.printStackTrace(new PrintWriter(text));
        text.toString().lines().map(Setting::hidePassword).forEach(err::println);
    }
}
