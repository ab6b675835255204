// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import org.jspecify.annotations.Nullable;

/** The rules for one word: what kind of a part it is, or that it stays. Thread-safety: stateless. */
final class Words {
    private static final String[] SCHEMES = {"jdbc", "file", "jar", "classpath", "urn", "mailto", "data"};

    private static final String[] HTTP_METHODS = {
        "get /", "head /", "post /", "put /", "delete /", "patch /", "options /"
    };

    private Words() {}

    /** Returns whether a path begins at an index; a slash or backslash alone is none. */
    static boolean isPathStart(CharSequence text, int start) {
        char c = text.charAt(start);
        if (c == '/' || c == '\\') {
            char next = Characters.at(text, start + 1);
            return Characters.isSolid(next) || "{*_.\\/$%~".indexOf(next) >= 0 || QuotedTexts.isOpening(next);
        }
        if (c == '~' || c == '.') {
            int slash = Characters.at(text, start + 1) == '.' ? start + 2 : start + 1;
            char found = Characters.at(text, slash);
            return (found == '/' || found == '\\') && Characters.isWord(Characters.at(text, slash + 1));
        }
        return Characters.isAsciiLetter(c) && isDrive(text, start);
    }

    private static boolean isDrive(CharSequence text, int start) {
        char slash = Characters.at(text, start + 2);
        return Characters.at(text, start + 1) == ':'
                && (slash == '\\' || (slash == '/' && Characters.at(text, start + 3) != '/'));
    }

    /** Returns whether the colon at an index ends the scheme of a URL that begins at another. */
    static boolean isUrlColon(CharSequence text, int start, int colon) {
        if (Characters.at(text, colon + 1) == '/' && Characters.at(text, colon + 2) == '/') {
            return colon > start;
        }
        return isScheme(text, start, colon);
    }

    private static boolean isScheme(CharSequence text, int start, int colon) {
        for (String scheme : SCHEMES) {
            if (colon - start == scheme.length() && Characters.startsWith(text, start, scheme)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the start of a word from its first letter or digit, with its sign or decimal point, or a class's dollar sign. */
    static int withSign(CharSequence text, int start, int first) {
        for (int i = start; i < first; i++) {
            if (text.charAt(i) == '/' || text.charAt(i) == '\\') {
                return i;
            }
        }
        int from = first;
        if (from > start && text.charAt(from - 1) == '$' && Character.isUpperCase(text.charAt(first))) {
            return from - 1;
        }
        if (from > start && Characters.isDigit(text.charAt(first))) {
            if (first == start + 1 && isComparison(text, start)) {
                return start;
            }
            from -= text.charAt(from - 1) == '.' ? 1 : 0;
            from -= from > start && "+-".indexOf(text.charAt(from - 1)) >= 0 ? 1 : 0;
        }
        return from;
    }

    /** Returns whether a sign stands at an index that says that the number behind it is a limit, as in {@code <1 s}. */
    static boolean isComparison(CharSequence text, int i) {
        char c = text.charAt(i);
        return (c == '<' || c == '>')
                && Characters.isBlank(Characters.at(text, i - 1))
                && Characters.isDigit(Characters.at(text, i + 1));
    }

    /** Returns the length of the HTTP method with which a quoted request line begins, or 0 if it is none. */
    static int httpMethod(CharSequence text, int quote) {
        for (String method : HTTP_METHODS) {
            if (Characters.startsWith(text, quote + 1, method)) {
                return text.charAt(quote + 1) < 'a' ? method.length() - 2 : 0;
            }
        }
        return 0;
    }

    /** Returns the index after the colon of a key at the start of a word, or -1 if there is none. */
    static int keyEnd(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i > start && i + 1 < end && isKey(text, start, i, end) ? i + 1 : -1;
            }
            if (!Characters.isLetter(c) && (i == start || "_-.$".indexOf(c) < 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isKey(CharSequence text, int start, int colon, int end) {
        return !isUrlColon(text, start, colon)
                && !isDrive(text, start)
                && !(isHost(text, start, colon) && isPort(text, colon + 1, end));
    }

    /** Returns whether a word is localhost, or has a dot and no capital letter. */
    private static boolean isHost(CharSequence text, int start, int end) {
        boolean hasDot = end - start == 9 && Characters.startsWith(text, start, "localhost");
        for (int i = start; i < end; i++) {
            if (Character.isUpperCase(text.charAt(i))) {
                return false;
            }
            hasDot |= text.charAt(i) == '.';
        }
        return hasDot;
    }

    private static boolean isPort(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Characters.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return end > start;
    }

    /** Returns the index at which the value behind a key and its colon begins. */
    static int afterPunctuation(CharSequence text, int start, int end) {
        int i = start;
        while (i < end && !Characters.isSolid(text.charAt(i)) && !isMarkOrPath(text, i)) {
            i++;
        }
        return i < end && Characters.isSolid(text.charAt(i)) ? withSign(text, start, i) : i;
    }

    private static boolean isMarkOrPath(CharSequence text, int i) {
        return isPathStart(text, i) || Placeholders.end(text, i) > 0 || QuotedTexts.isOpening(text.charAt(i));
    }

    /** Returns the index of an object's hash code behind the name of its class, or -1 if the word is no such text. */
    static int hashStart(CharSequence text, int start, int end) {
        int sign = -1;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '@' && sign < 0) {
                sign = i;
            } else if (sign < 0 ? !isOfClass(c) : !Characters.isHex(c)) {
                return sign > start && sign == i - 1 && isMarkOfHash(text, start, i, end) ? i : -1;
            }
        }
        boolean isHash = sign > start && sign < end - 1 && end - sign <= 17;
        return isHash && Characters.isSolid(text.charAt(start)) && !ClassLike.varies(text, start, sign) ? sign + 1 : -1;
    }

    private static boolean isMarkOfHash(CharSequence text, int start, int hash, int end) {
        return Characters.isSolid(text.charAt(start))
                && hash + 2 == end
                && text.charAt(hash) == '{'
                && text.charAt(hash + 1) == '}';
    }

    private static boolean isOfClass(char c) {
        return Characters.isSolid(c) || "._$/".indexOf(c) >= 0;
    }

    /** Returns the kind of part that a word is, or null if it stays. */
    static @Nullable Kind kind(CharSequence text, int start, int end, boolean isMarked) {
        WordShape shape = WordShape.of(text, start, end);
        if (shape.isUrl()) {
            return Kind.URL;
        }
        if (isPathStart(text, start)) {
            return shape.isIpAddress() ? Kind.IP_ADDRESS : Kind.PATH;
        }
        if (isMarked) {
            return QuotedTexts.isOpening(text.charAt(start)) ? Kind.QUOTED : Kind.PLACEHOLDER;
        }
        if (shape.isEmail()) {
            return Kind.EMAIL;
        }
        if (shape.isPath()) {
            return Kind.PATH;
        }
        if (shape.isLettersOnlyHex()) {
            return Kind.HEX;
        }
        return shape.hasDigit() && ClassLike.varies(text, start, end) ? shape.kindWithDigits() : null;
    }
}
