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
    private static final Pattern BLOCK = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    private DocumentedSql() {}

    /** All statements that only ask. */
    static List<String> queries() {
        return Stream.of("README.md", "docs/operations.md")
                .flatMap(DocumentedSql::blocks)
                .filter(block -> block.startsWith("SELECT"))
                .flatMap(DocumentedSql::statements)
                .toList();
    }

    /** The statements of the block in docs/operations.md that has that text. */
    static List<String> blockWith(String text) {
        List<String> found = blocks("docs/operations.md")
                .filter(block -> block.contains(text))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " blocks have " + text);
        }
        return statements(found.get(0)).toList();
    }

    private static Stream<String> blocks(String file) {
        try {
            return BLOCK.matcher(Files.readString(Path.of("..", file)))
                    .results()
                    .map((MatchResult block) -> block.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> statements(String block) {
        return Stream.of(block.split(";")).map(String::strip).filter(text -> !text.isEmpty());
    }
}
