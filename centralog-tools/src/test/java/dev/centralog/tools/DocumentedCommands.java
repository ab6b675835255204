// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.testkit.DocumentedBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command lines that the README, CONTRIBUTING and the docs show. */
final class DocumentedCommands {
    static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INDENTED = Pattern.compile("(?m)^ {4}(.*)$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** The beginnings of command lines; other code in the text is only a part of one. */
    private static final Pattern COMMAND = Pattern.compile(
            "(\\./centralog|mvn|\\.ci/\\w+|testing/centralog-bench/run|sqlite3|chmod|mv|cp|redis-cli|psql|java) ?.*",
            Pattern.DOTALL);
    /** The commands that need arguments to count as command lines: files and directories have the same names. */
    private static final Pattern WITH_ARGUMENTS = Pattern.compile("(\\./centralog|mvn|\\.ci/|\\S+ ).*", Pattern.DOTALL);

    private DocumentedCommands() {}

    /** Returns all command lines, each once, in the order of their appearance. */
    static Set<String> all() {
        Set<String> commands = new LinkedHashSet<>();
        for (Path file : files()) {
            commands.addAll(in(read(file)));
        }
        return commands;
    }

    /** Returns the commands of the block of one file that has that text, in their order. */
    static List<String> ofBlock(String file, String text) {
        return lines(DocumentedBlocks.with(text, file));
    }

    private static List<Path> files() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> decisions = Files.list(ROOT.resolve("docs/decisions"))) {
            return Stream.of(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.sorted(),
                            decisions.sorted())
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> in(String text) {
        List<String> found = new ArrayList<>();
        BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals("sh"))
                .forEach(block -> found.addAll(lines(block.group(2))));
        String rest = BLOCK.matcher(text).replaceAll("");
        INDENTED.matcher(rest).results().forEach(line -> found.addAll(lines(line.group(1))));
        CODE.matcher(rest)
                .results()
                .map(code -> code.group(1).replaceAll("\\s+", " "))
                .filter(code -> WITH_ARGUMENTS.matcher(code).matches())
                .forEach(found::add);
        found.removeIf(line -> !COMMAND.matcher(line).matches());
        return found;
    }

    /** Returns the lines of a block without comments; lines that continue in the next one are joined. */
    private static List<String> lines(String block) {
        return block.replaceAll("\\\\\\n\\s*", "")
                .lines()
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
