// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import org.jspecify.annotations.Nullable;

/** The conversion of text into a form that every database accepts: NUL and lone surrogates become U+FFFD. */
public final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** Returns a text in such a form; null for null. */
    public static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == 0 || Character.isSurrogate(each)) {
                return cleaned(text, i);
            }
        }
        return text;
    }

    private static String cleaned(String text, int from) {
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == 0) {
                clean.append(REPLACEMENT);
            } else if (!Character.isSurrogate(each)) {
                clean.append(each);
            } else if (Character.isHighSurrogate(each)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(each).append(text.charAt(++i));
            } else {
                clean.append(REPLACEMENT);
            }
        }
        return clean.toString();
    }

    /** Returns JSON text in such a form. An escaped NUL is replaced, too: PostgreSQL stores it, but can't query such JSON. */
    static @Nullable String ofJson(@Nullable String json) {
        String clean = of(json);
        if (clean == null || !clean.contains("\\u0000")) {
            return clean;
        }
        StringBuilder safe = new StringBuilder(clean.length());
        for (int i = 0; i < clean.length(); i++) {
            char each = clean.charAt(i);
            if (each != '\\') {
                safe.append(each);
            } else if (clean.startsWith("u0000", i + 1)) {
                safe.append(REPLACEMENT);
                i += 5;
            } else {
                safe.append(each);
                if (++i < clean.length()) {
                    safe.append(clean.charAt(i));
                }
            }
        }
        return safe.toString();
    }
}
