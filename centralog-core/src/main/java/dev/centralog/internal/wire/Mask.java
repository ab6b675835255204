// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what a pattern finds in the texts of one event, and cuts: in this order, so that the cut leaves no half of a
 * secret unrecognised.
 *
 * <p>Of a text as much is searched as may be kept, and {@value #LONGEST_SECRET} characters more: a secret that begins in
 * what is kept, and is no longer than that, is found whole. The same text is searched once. When the {@link MaskRule}'s
 * reads are spent, each text that is not searched yet is hidden whole; and so is one whose search overflows the stack.
 *
 * <p>Thread-safety: none.
 */
final class Mask {
    static final String MASKED = "***";
    static final String FAILED = "[mask failed]";
    static final int LONGEST_SECRET = 16 << 10;

    /** Starts and ends of what was found, in turns. */
    private static final int[] NOTHING = {};

    private final MaskRule rule;
    private final CountedText.Reads reads;
    private final Map<String, int[]> searched = new HashMap<>();
    private boolean isFailureTold;

    Mask(MaskRule rule, long reads) {
        this.rule = rule;
        this.reads = new CountedText.Reads(reads);
    }

    /** A text as it may leave the process, and whether it was cut. */
    record Masked(String text, boolean cut) {}

    /** The text masked, then cut to at most so many bytes. */
    Masked apply(String text, long maxBytes) {
        Masked masked = rule.isNone() ? new Masked(text, false) : masked(text, maxBytes);
        return Text.fits(masked.text, maxBytes) ? masked : new Masked(Text.cut(masked.text, maxBytes), true);
    }

    /** Whether a value that is no text has to be hidden. */
    boolean finds(String text) {
        return !rule.isNone() && !masked(text, text.length()).text.equals(text);
    }

    private Masked masked(String text, long maxBytes) {
        if (maxBytes <= 0 && !text.isEmpty()) { // nothing of it is kept
            return new Masked("", true);
        }
        boolean whole = text.length() <= maxBytes + LONGEST_SECRET;
        String start = whole ? text : text.substring(0, (int) maxBytes + LONGEST_SECRET);
        int[] found = found(start);
        if (found == null) {
            return new Masked(FAILED, !whole);
        }
        String masked = replaced(start, found, whole ? start.length() : (int) maxBytes);
        return new Masked(whole ? masked : masked + Text.CUT, !whole);
    }

    /** What the pattern finds, or null if the search was given up. */
    private int @Nullable [] found(String text) {
        Pattern pattern = rule.pattern();
        if (pattern == null || text.isEmpty()) {
            return NOTHING;
        }
        int[] known = searched.get(text);
        if (known != null) {
            return known;
        }
        try {
            int[] found = reads.isSpent() ? null : search(pattern.matcher(new CountedText(text, reads)));
            if (found != null) {
                searched.put(text, found);
                return found;
            }
        } catch (CountedText.SpentException
                | StackOverflowError ignored) { // java.util.regex recurses over alternatives
            // Hidden, then.
        }
        if (!isFailureTold) {
            isFailureTold = true;
            rule.tellFailed();
        }
        return null;
    }

    private static int[] search(Matcher matcher) {
        int[] found = NOTHING;
        int size = 0;
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                found = size == found.length ? Arrays.copyOf(found, 2 * size + 8) : found;
                found[size++] = matcher.start();
                found[size++] = matcher.end();
            }
        }
        return Arrays.copyOf(found, size);
    }

    /** The text with what was found replaced, up to where it is known what is a secret. */
    private static String replaced(String text, int[] found, int known) {
        if (found.length == 0 && known == text.length()) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        int from = 0;
        for (int i = 0; i < found.length && found[i] < known; i += 2) {
            masked.append(text, from, found[i]).append(MASKED);
            from = found[i + 1];
        }
        int end = known < text.length() && Character.isLowSurrogate(text.charAt(known)) ? known - 1 : known;
        return end <= from ? masked.toString() : masked.append(text, from, end).toString();
    }
}
