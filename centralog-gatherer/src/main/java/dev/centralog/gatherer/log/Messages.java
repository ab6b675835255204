// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list of all messages, docs/messages.md, which is in the jar. A message has a code there, and its words with {@code …} for
 * what varies. Thread-safety: any thread; the first call reads the list.
 */
public final class Messages {
    private static final Pattern ROW = Pattern.compile("\\| `(C-\\d{3})` \\| `([^`]+)` \\| .+ \\|");
    private static final String HOLE = "…";

    /** The end that a message gets when others like it were left out before. */
    private static final Pattern LEFT_OUT =
            Pattern.compile(" \\(\\d+ more messages of this kind were left out since the last one\\)$");

    /**
     * A message of the list.
     *
     * @param code its code, which never changes
     * @param words its words, with {@code …} for what varies
     */
    public record Message(String code, String words) {
        /** Returns whether a text is this message, whatever stands where it varies. */
        boolean isThat(String text) {
            String[] parts = words.split(HOLE, -1);
            if (parts.length == 1) {
                return text.equals(words);
            }
            String last = parts[parts.length - 1];
            if (!text.startsWith(parts[0]) || !text.endsWith(last)) {
                return false;
            }
            int from = parts[0].length();
            for (int i = 1; i < parts.length - 1; i++) {
                int found = text.indexOf(parts[i], from);
                if (found < 0) {
                    return false;
                }
                from = found + parts[i].length();
            }
            return from <= text.length() - last.length();
        }
    }

    /** All messages, those with the most words first, so that the first that fits is the one that fits best. */
    private static final class Listed {
        static final List<Message> BEST_FIRST = read().stream()
                .sorted(Comparator.comparing(
                        each -> -each.words().replace(HOLE, "").length()))
                .toList();
    }

    private Messages() {}

    /** Returns the code of a text; null if it is none of the messages. */
    public static @Nullable String codeOf(String text) {
        String words = LEFT_OUT.matcher(text).replaceFirst("");
        for (Message each : Listed.BEST_FIRST) {
            if (each.isThat(words)) {
                return each.code();
            }
        }
        return null;
    }

    /** Returns all messages, in the order of the list. */
    static List<Message> read() {
        try (InputStream file = Objects.requireNonNull(Messages.class.getResourceAsStream("messages.md"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(row -> new Message(row.group(1), row.group(2)))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
