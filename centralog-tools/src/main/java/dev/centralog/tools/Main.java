// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.gatherer.CommandFaults;
import dev.centralog.gatherer.CommandVersions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line of this module: {@code demo}, {@code load}, {@code audit}, {@code replay}. */
@Command(
        name = "centralog",
        description = "Shows Centralog at work.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, LoadCommand.class, AuditCommand.class, ReplayCommand.class})
public final class Main {
    static final int FAILED = 1;
    /** The exit code EX_USAGE of sysexits.h. */
    static final int USAGE = 64;
    /** The exit code EX_TEMPFAIL of sysexits.h: nothing is wrong, but not everything is finished. */
    static final int NOT_FINISHED = 75;

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code: 0; 1 if a check that the command prints fails;
     * otherwise the gatherer's exit codes.
     */
    public static void main(String[] arguments) {
        int code = run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
        System.exit(code);
    }

    /** Runs one command, and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        QuietLibraries.install();
        CommandLine line = new CommandLine(new Main());
        CommandVersions.addTo(line);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(CommandFaults::usage);
        line.setExecutionExceptionHandler(Main::failed);
        return line.execute(arguments);
    }

    private static int failed(Exception wrong, CommandLine line, ParseResult given) {
        if (wrong instanceof OptionException option) {
            option.faults().forEach(line.getErr()::println);
            return USAGE;
        }
        if (wrong instanceof DemoException) {
            line.getErr().println(wrong.getMessage());
            return FAILED;
        }
        return CommandFaults.failure(wrong, line, given);
    }
}
