// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/** The ends of texts in quotation marks. Each end is looked for once, however many marks have none. Thread-safety: none. */
final class QuotedTexts {
    private static final String OPENING = "'\"`\u2018\u201c\u201e\u00ab";
    private static final String CLOSING = "'\"`\u2019\u201d\u201c\u00bb";

    private final CharSequence text;

    /** The index of the closing mark that was found last, for each kind. No earlier mark is ever looked for again. */
    private final int[] found = new int[OPENING.length()];

    QuotedTexts(CharSequence text) {
        this.text = text;
    }

    static boolean isOpening(char c) {
        return OPENING.indexOf(c) >= 0;
    }

    /** Returns the index after the closing quotation mark, or -1 if no quoted text begins at the index. */
    int end(int start) {
        int kind = OPENING.indexOf(text.charAt(start));
        if (kind < 0 || (kind == 0 && isTouched(start - 1, '}'))) {
            return -1;
        }
        if (found[kind] <= start) {
            found[kind] = closing(kind, start + 1);
        }
        return found[kind] < text.length() ? found[kind] + 1 : -1;
    }

    /** Returns the index of the next closing mark, or the text's length if there is none. */
    private int closing(int kind, int start) {
        char closing = CLOSING.charAt(kind);
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == closing && text.charAt(i - 1) != '\\' && (kind > 0 || !isTouched(i + 1, '{'))) {
                return i;
            }
        }
        return text.length();
    }

    /** Returns whether a word, or what stands for a part of one, touches an apostrophe, which is no quotation mark there. */
    private boolean isTouched(int i, char brace) {
        char c = Characters.at(text, i);
        return c == brace || Characters.isSolid(c);
    }
}
