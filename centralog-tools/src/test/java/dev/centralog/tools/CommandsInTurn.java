// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.GathererCommands;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Commands that end by themselves, run one after the other in one process that works in a directory: starting a process for
 * each takes ten times as long as the commands.
 */
final class CommandsInTurn {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Set<String> OF_TOOLS = Set.of("demo", "load", "audit", "replay");

    private CommandsInTurn() {}

    /** Whether a command is one of this module's, and not the gatherer's. */
    static boolean isOfTools(List<String> words) {
        return !words.isEmpty() && OF_TOOLS.contains(words.get(0));
    }

    /**
     * Runs the commands in a directory; their files of results are in another one.
     *
     * @param redis the value of CENTRALOG_REDIS
     */
    static List<CommandRun> run(List<List<String>> commands, Path directory, Path results, String redis)
            throws IOException {
        Path list = results.resolve("commands");
        Files.write(
                list, commands.stream().map(words -> String.join("\t", words)).toList());
        try (ForkedJvm process = ForkedJvm.builder(CommandsInTurn.class.getName())
                .arguments(list.toString())
                .environment("CENTRALOG_REDIS", redis)
                .workingDirectory(directory)
                .start()) {
            assertThat(process.awaitExit(LIMIT))
                    .as(process.standardOutput() + process.standardError())
                    .isZero();
        }
        List<CommandRun> runs = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            runs.add(new CommandRun(
                    Integer.parseInt(Files.readString(results.resolve(i + ".code"))),
                    Files.readString(results.resolve(i + ".out")),
                    Files.readString(results.resolve(i + ".err"))));
        }
        return runs;
    }

    /** Runs the commands of a file, a line each, their words separated by tabs. */
    public static void main(String[] arguments) throws IOException {
        Path list = Path.of(arguments[0]);
        int number = 0;
        for (String line : Files.readAllLines(list)) {
            String[] words = line.split("\t", -1);
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            PrintWriter toOut = new PrintWriter(out, true);
            PrintWriter toErr = new PrintWriter(err, true);
            int code = isOfTools(List.of(words))
                    ? Main.run(toOut, toErr, words)
                    : GathererCommands.run(toOut, toErr, words);
            Files.writeString(list.resolveSibling(number + ".code"), Integer.toString(code));
            Files.writeString(list.resolveSibling(number + ".out"), out.toString());
            Files.writeString(list.resolveSibling(number + ".err"), err.toString());
            number++;
        }
        System.exit(0); // what a command has left running does not matter here
    }
}
