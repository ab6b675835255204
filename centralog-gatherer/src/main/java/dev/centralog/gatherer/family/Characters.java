// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/** The classes of characters that the rules know. Half of a surrogate pair is a letter. Thread-safety: stateless. */
final class Characters {
    private static final String DELIMITERS = ",;()[]{}<>|=\"'`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb";

    private Characters() {}

    static boolean isBlank(char c) {
        return c <= ' ' || (c >= 0x7f && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c < 0xa0));
    }

    static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 0x80 && Character.isDigit(c));
    }

    static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Returns whether a character is a letter or a digit, and no punctuation. */
    static boolean isSolid(char c) {
        return isAsciiLetter(c)
                || isDigit(c)
                || (c >= 0x80 && !isUnspaced(c) && (Character.isLetter(c) || Character.isSurrogate(c)));
    }

    /** Returns whether a character is a letter of a script that separates words. */
    static boolean isLetter(char c) {
        return isSolid(c) && !isDigit(c);
    }

    /** Returns whether a character may stand in a word. */
    static boolean isWord(char c) {
        return isSolid(c) || (!isBlank(c) && DELIMITERS.indexOf(c) < 0 && !isUnspaced(c));
    }

    /**
     * Returns whether a character is of a script that puts no blanks between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
     * Else a sentence of them with one digit would be a word with a digit.
     */
    private static boolean isUnspaced(char c) {
        return c >= 0x0e00
                && (c <= 0x0eff
                        || (c >= 0x1000 && c <= 0x109f)
                        || (c >= 0x1780 && c <= 0x17ff)
                        || (c >= 0x2e80 && c <= 0x9fff)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xff00 && c <= 0xff60))
                && !Character.isDigit(c);
    }

    /** Returns the character at an index, or a blank beyond the text's end. */
    static char at(CharSequence text, int i) {
        return i >= 0 && i < text.length() ? text.charAt(i) : ' ';
    }

    /** Returns whether an ASCII text that is given in lower case stands at an index, in any case. */
    static boolean startsWith(CharSequence text, int start, String lowerCase) {
        if (start + lowerCase.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            char c = text.charAt(start + i);
            if ((c >= 'A' && c <= 'Z' ? (char) (c + 32) : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
