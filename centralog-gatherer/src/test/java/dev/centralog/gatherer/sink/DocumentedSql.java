// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SQL that the documentation tells its readers to run. */
final class DocumentedSql {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    private DocumentedSql() {}

    /** Returns all statements that only read. */
    static List<String> queries() {
        return blocks().filter(block -> block.startsWith("SELECT"))
                .flatMap(DocumentedSql::statements)
                .toList();
    }

    /** Returns the statements of the block that contains that text. */
    static List<String> blockWith(String text) {
        List<String> found = blocks().filter(block -> block.contains(text)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " blocks have " + text);
        }
        return statements(found.get(0)).toList();
    }

    /** Returns those of the README and of all pages of docs. */
    private static Stream<String> blocks() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()
                    .stream()
                    .flatMap(DocumentedSql::blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> blocks(Path file) {
        try {
            return BLOCK.matcher(Files.readString(file)).results().map((MatchResult block) -> block.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> statements(String block) {
        return Stream.of(block.split(";")).map(String::strip).filter(text -> !text.isEmpty());
    }
}
