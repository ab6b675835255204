// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text that a {@link TextScanner} leaves, as it grows. Thread-safety: none. */
final class NormalizedText {
    /** The mark that stands for each part that was taken out. */
    static final String MARK = "{}";

    private final StringBuilder text;
    private final @Nullable List<Part> parts;

    /**
     * Makes an empty text.
     *
     * @param length the length of the text that is read
     * @param parts the list to which the parts that are taken out are added, or null if nobody asks for them
     */
    NormalizedText(int length, @Nullable List<Part> parts) {
        text = new StringBuilder(Math.min(length, 16_384) + 2);
        this.parts = parts;
    }

    /** Adds white space. */
    void blank() {
        if (text.length() > 0 && !endsWith(' ', 0)) {
            text.append(' ');
        }
    }

    /** Adds a character that is no white space. Parentheses with nothing but a part in them are left out. */
    void keep(char kept) {
        if (kept == ')' && (removed(" (") || removed(" (" + MARK))) {
            blank();
        } else {
            text.append(kept);
        }
    }

    /** Adds a range of a text that has no white space. */
    void keep(CharSequence from, int start, int end) {
        text.append(from, start, end);
    }

    /** Takes a part out. Behind another one, with nothing but blanks, commas and semicolons between them, it leaves nothing. */
    void take(int from, int to, Kind kind) {
        int end = text.length();
        while (end > 0 && " ,;".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (endsWithMark(end)) {
            text.setLength(end);
        } else {
            text.append(MARK);
        }
        if (parts != null) {
            parts.add(new Part(from, to, kind));
        }
    }

    /** Takes out a unit behind a part and a blank. It becomes a part of that part. */
    void takeUnit(int to) {
        text.setLength(text.length() - 1);
        if (parts != null) {
            Part last = parts.remove(parts.size() - 1);
            parts.add(new Part(last.from(), to, last.kind()));
        }
    }

    /** Returns whether the text ends with a mark. */
    boolean endsWithMark() {
        return endsWithMark(text.length());
    }

    /** Returns whether the text ends with a mark and a blank. */
    boolean endsWithMarkAndBlank() {
        return endsWith(' ', 0) && endsWithMark(text.length() - 1);
    }

    /** Returns whether a key of JSON may come next. */
    boolean isBeforeKey() {
        int back = endsWith(' ', 0) ? 1 : 0;
        return endsWith('{', back) || endsWith(',', back);
    }

    private boolean endsWithMark(int end) {
        return end >= 2 && text.charAt(end - 2) == '{' && text.charAt(end - 1) == '}';
    }

    private boolean endsWith(char last, int back) {
        int index = text.length() - 1 - back;
        return index >= 0 && text.charAt(index) == last;
    }

    private boolean removed(String end) {
        int from = text.length() - end.length();
        if (from < 0 || text.indexOf(end, from) != from) {
            return false;
        }
        text.setLength(from);
        return true;
    }

    @Override
    public String toString() {
        int end = text.length();
        return text.substring(0, endsWith(' ', 0) ? end - 1 : end);
    }
}
