// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message, split by the template that a log parser found for it.
 *
 * @param template the parser's template, with {@code {}} instead of {@code <*>}
 * @param arguments the texts of the message in these places
 */
record Alignment(String template, List<String> arguments) {
    private static final String WILDCARD = "<*>";
    private static final String PLACEHOLDER = "{}";

    Alignment {
        arguments = List.copyOf(arguments);
    }

    /**
     * Returns the alignment; empty if the message does not match the template, or if a framework could not print the
     * message from it.
     */
    static Optional<Alignment> of(String parsedTemplate, String message) {
        String[] texts = parsedTemplate.split(Pattern.quote(WILDCARD), -1);
        if (!isPrintable(texts)) {
            return Optional.empty();
        }
        int last = texts.length - 1;
        if (last == 0) {
            return parsedTemplate.equals(message)
                    ? Optional.of(new Alignment(parsedTemplate, List.of()))
                    : Optional.empty();
        }
        if (!message.startsWith(texts[0])) {
            return Optional.empty();
        }
        // The last text must be at the end of the message; each other text is taken at its first place after the
        // previous one.
        int end = message.length() - texts[last].length();
        int at = texts[0].length();
        List<String> arguments = new ArrayList<>();
        for (int i = 1; i < last; i++) {
            int found = message.indexOf(texts[i], at);
            if (found < 0) {
                return Optional.empty();
            }
            arguments.add(message.substring(at, found));
            at = found + texts[i].length();
        }
        if (at > end || !message.endsWith(texts[last])) {
            return Optional.empty();
        }
        arguments.add(message.substring(at, end));
        return Optional.of(new Alignment(String.join(PLACEHOLDER, texts), arguments));
    }

    /** Whether the literal texts contain no placeholder, and none of them escapes the placeholder that follows it. */
    private static boolean isPrintable(String[] texts) {
        for (int i = 0; i < texts.length; i++) {
            boolean escapes = i < texts.length - 1 && texts[i].endsWith("\\");
            boolean joins = i > 0 && texts[i].startsWith("}") && texts[i - 1].endsWith("{");
            if (texts[i].contains(PLACEHOLDER) || escapes || joins) {
                return false;
            }
        }
        return true;
    }
}
