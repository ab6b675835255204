// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what a pattern finds, and cuts: in this order, so that the cut leaves no half of a secret unrecognised.
 *
 * <p>Of a very long text only a start is searched. A secret that begins within it and ends behind it is not found there,
 * so the end of that start is left out: secrets of up to {@value #LONGEST_SECRET} characters don't show, wherever they
 * lie. A pattern that overflows the stack hides the whole text.
 */
final class Mask {
    static final String MASKED = "***";
    static final String FAILED = "[mask failed]";
    static final int LONGEST_SECRET = 16 << 10;
    private final @Nullable Pattern pattern;

    Mask(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    /** A text as it may leave the process, and whether it was cut. */
    record Masked(String text, boolean cut) {}

    /** The text masked, then cut to at most so many bytes. */
    Masked apply(String text, long maxBytes) {
        Masked masked = pattern == null ? new Masked(text, false) : masked(pattern, text, maxBytes);
        return Text.fits(masked.text, maxBytes) ? masked : new Masked(Text.cut(masked.text, maxBytes), true);
    }

    /** Whether a value that is no text has to be hidden. */
    boolean finds(String text) {
        return pattern != null && !masked(pattern, text, text.length()).text.equals(text);
    }

    private static Masked masked(Pattern pattern, String text, long maxBytes) {
        long window = 4 * maxBytes + LONGEST_SECRET;
        boolean whole = text.length() <= window;
        String start = whole ? text : text.substring(0, (int) window);
        try {
            String masked =
                    replaced(pattern.matcher(start), start, whole ? start.length() : start.length() - LONGEST_SECRET);
            return new Masked(whole ? masked : masked + Text.CUT, !whole);
        } catch (StackOverflowError ignored) { // java.util.regex recurses over alternatives
            return new Masked(FAILED, !whole);
        }
    }

    /** The text with what was found replaced, and what was not found only as far as it is known to be no secret. */
    private static String replaced(Matcher matcher, String text, int known) {
        StringBuilder masked = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                masked.append(text, from, matcher.start()).append(MASKED);
                from = matcher.end();
            }
        }
        if (from == 0 && known == text.length()) {
            return text;
        }
        int end = known < text.length() && Character.isLowSurrogate(text.charAt(known)) ? known - 1 : known;
        return end <= from ? masked.toString() : masked.append(text, from, end).toString();
    }
}
