// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/**
 * The placeholders of templates: {@code {}}, <code>{0}</code>, <code>{0,number}</code>, <code>{name}</code>, <code>${name}</code>
 * and {@code %5.2f}. Thread-safety: stateless. Cost: looks at 64 characters at most.
 */
final class Placeholders {
    private static final int MAX_LENGTH = 64;
    private static final String FLAGS = "-#+0,(";
    private static final String CONVERSIONS = "sSdxXeEfgGabBcohH";

    private Placeholders() {}

    /** Returns the index after the placeholder that begins at an index, or -1 if none does. */
    static int end(CharSequence text, int start) {
        return switch (text.charAt(start)) {
            case '{' -> inBraces(text, start, true);
            case '$' -> Characters.at(text, start + 1) == '{' ? inBraces(text, start + 1, false) : -1;
            case '%' -> formatted(text, start);
            default -> -1;
        };
    }

    private static int inBraces(CharSequence text, int start, boolean mayBeEmpty) {
        boolean isFormat = false;
        int limit = Math.min(text.length(), start + MAX_LENGTH);
        for (int i = start + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '}') {
                return i > start + 1 || mayBeEmpty ? i + 1 : -1;
            }
            isFormat |= c == ','
                    && Characters.isDigit(text.charAt(i - 1))
                    && Characters.isAsciiLetter(Characters.at(text, i + 1));
            boolean isName = Characters.isSolid(c) || c == '$' || (i > start + 1 && (c == '_' || c == '.' || c == '-'));
            if (!isName && !(isFormat && c != '{')) {
                return -1;
            }
        }
        return -1;
    }

    /** Returns the end of a conversion of {@link java.util.Formatter}; a percent sign behind a number is none. */
    private static int formatted(CharSequence text, int start) {
        char before = Characters.at(text, start - 1);
        if (Characters.isDigit(before) || before == '}') {
            return -1;
        }
        int limit = Math.min(text.length(), start + MAX_LENGTH);
        int i = start + 1;
        while (i < limit && (isAsciiDigit(text.charAt(i)) || FLAGS.indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        if (i < limit && text.charAt(i) == '$') {
            i++;
            while (i < limit && (isAsciiDigit(text.charAt(i)) || FLAGS.indexOf(text.charAt(i)) >= 0)) {
                i++;
            }
        }
        if (i < limit && text.charAt(i) == '.') {
            i++;
            while (i < limit && isAsciiDigit(text.charAt(i))) {
                i++;
            }
        }
        if (i >= limit || CONVERSIONS.indexOf(text.charAt(i)) < 0) {
            return -1;
        }
        return Characters.isAsciiLetter(Characters.at(text, i + 1)) && Units.length(text, i + 1) == 0 ? -1 : i + 1;
    }

    private static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
