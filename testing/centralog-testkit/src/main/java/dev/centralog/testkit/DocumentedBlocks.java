// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The fenced blocks of a page of the documentation. */
public final class DocumentedBlocks {
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);

    private DocumentedBlocks() {}

    /** Returns the blocks of a page, named from the project's root, in any of these languages; without one, all blocks. */
    public static List<String> of(String page, String... languages) {
        Set<String> wanted = Set.of(languages);
        return BLOCK.matcher(read(page))
                .results()
                .filter(block -> wanted.isEmpty() || wanted.contains(block.group(1)))
                .map(block -> block.group(2))
                .toList();
    }

    /** Returns the one of these blocks that contains that text. */
    public static String with(String text, String page, String... languages) {
        List<String> found = of(page, languages).stream()
                .filter(block -> block.contains(text))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " blocks of " + page + " have " + text);
        }
        return found.get(0);
    }

    private static String read(String page) {
        try {
            return Files.readString(Path.of("..", page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
