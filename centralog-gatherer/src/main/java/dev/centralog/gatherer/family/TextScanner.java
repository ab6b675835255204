// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/**
 * The walk through a text, once from its start to its end. It splits the text into white space, punctuation and words, and
 * decides of each word whether it stays. A word is looked at a fixed number of times, whatever it is. Thread-safety: none.
 */
final class TextScanner {
    private final CharSequence text;
    private final NormalizedText result;
    private final QuotedTexts quotes;
    private int at;

    /** True if the next word is the value of a key. */
    private boolean isValue;

    private TextScanner(CharSequence text, NormalizedText result) {
        this.text = text;
        this.result = result;
        quotes = new QuotedTexts(text);
    }

    /** Returns all that is left of a text. */
    static String scan(CharSequence text, NormalizedText result) {
        new TextScanner(text, result).run();
        return result.toString();
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Characters.isBlank(c)) {
                result.blank();
                isValue = false;
                at++;
            } else if (!time() && !jsonKey() && !word()) {
                punctuation(c);
            }
        }
    }

    private void punctuation(char c) {
        result.keep(c);
        isValue = c == '=' && isAssignment();
        at++;
    }

    /** Returns whether the equals sign at hand stands between a key and its value. */
    private boolean isAssignment() {
        char before = Characters.at(text, at - 1);
        return !Characters.isBlank(before)
                && "=!<>:+-*/".indexOf(before) < 0
                && !Characters.isBlank(Characters.at(text, at + 1));
    }

    private boolean time() {
        int end = TimePhrase.end(text, at);
        if (end < 0) {
            return false;
        }
        result.take(at, end, Kind.TIME);
        at = end;
        return true;
    }

    /** Keeps a key of JSON, which is a quoted text at the start of a pair. */
    private boolean jsonKey() {
        if (text.charAt(at) != '"' || !result.isBeforeKey()) {
            return false;
        }
        int end = at + 1;
        int limit = Math.min(text.length(), at + 64);
        while (end < limit && (Characters.isLetter(text.charAt(end)) || "_-.@$".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        if (end == at + 1 || Characters.at(text, end) != '"') {
            return false;
        }
        int colon = end + 1;
        while (colon < limit && text.charAt(colon) == ' ') {
            colon++;
        }
        if (Characters.at(text, colon) != ':') {
            return false;
        }
        result.keep(text, at, end + 1);
        at = end + 1;
        return true;
    }

    /** Takes or keeps the word at hand; returns false if there is none. */
    private boolean word() {
        int start = at;
        boolean isPath = Words.isPathStart(text, at);
        int url = Integer.MAX_VALUE; // the index of the colon behind the scheme
        boolean isMarked = false;
        int first = -1;
        int last = -1;
        int end = Words.isComparison(text, at) ? at + 1 : at;
        while (end < text.length()) {
            char c = text.charAt(end);
            int next = Placeholders.end(text, end);
            next = next < 0 ? quotes.end(end) : next;
            if (next > 0) {
                isMarked = true;
            } else if (Characters.isWord(c) || (last > url && "=;".indexOf(c) >= 0) || (isPath && c == '=')) {
                next = end + 1;
                url = c == ':' && Words.isUrlColon(text, start, end) ? Math.min(url, end) : url;
            } else {
                break;
            }
            if ((isMarked && next > end + 1) || Characters.isSolid(c) || (isPath && "/*".indexOf(c) >= 0)) {
                first = first < 0 ? end : first;
                last = next;
            }
            end = next;
        }
        if (first < 0) {
            if (end == start) {
                return false;
            }
            isValue = false;
            last = start;
        } else {
            core(isPath ? start : Words.withSign(text, start, first), last, isMarked);
        }
        at = last;
        while (at < end && Characters.isWord(text.charAt(at))) {
            tail();
        }
        return true;
    }

    /** Keeps a character of the punctuation behind a word. Of the percent signs of a template's {@code %%} it keeps one. */
    private void tail() {
        char c = text.charAt(at);
        while (c == '%' && Characters.at(text, at + 1) == '%' && result.endsWithMark()) {
            at++;
        }
        punctuation(c);
    }

    private void core(int start, int end, boolean isMarked) {
        while (at < start) {
            punctuation(text.charAt(at));
        }
        int from = start;
        boolean isValueHere = isValue;
        isValue = false;
        if (!isValueHere) {
            for (int colon = Words.keyEnd(text, from, end); colon > 0; colon = Words.keyEnd(text, from, end)) {
                keep(from, colon - 1);
                result.keep(':');
                from = Words.afterPunctuation(text, colon, end);
                result.keep(text, colon, from);
            }
            int hash = Words.hashStart(text, from, end);
            if (hash > 0) {
                keep(from, hash - 1);
                result.keep('@');
                result.take(hash, end, Kind.HEX);
                return;
            }
        }
        String stable = isMarked ? null : ClassLike.stable(text, from, end);
        Kind kind =
                stable == null ? Words.kind(text, from, end, isMarked) : Words.kind(stable, 0, stable.length(), false);
        if (kind == null && isValueHere) {
            kind = Kind.VALUE;
        }
        if (kind != null) {
            from = kind == Kind.QUOTED && !isValueHere ? keepMethod(from) : from;
            result.take(from, end, kind);
        } else if (result.endsWithMarkAndBlank() && Units.length(text, from) == end - from) {
            result.takeUnit(end);
        } else {
            keep(from, end);
        }
    }

    /** Keeps the HTTP method of a quoted request line, and returns where the rest begins. */
    private int keepMethod(int quote) {
        int length = Words.httpMethod(text, quote);
        if (length == 0) {
            return quote;
        }
        result.keep(text, quote + 1, quote + 1 + length);
        result.blank();
        return quote + 1 + length;
    }

    private void keep(int from, int to) {
        String stable = ClassLike.stable(text, from, to);
        if (stable == null) {
            result.keep(text, from, to);
        } else {
            result.keep(stable, 0, stable.length());
        }
    }
}
