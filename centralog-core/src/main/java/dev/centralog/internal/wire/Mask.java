// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what a pattern finds in the texts of one event, and cuts: in this order, so that the cut leaves no half of a
 * secret unrecognised. With what the pattern finds go the {@linkplain #addSecret texts} that it found elsewhere in the event.
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
    static final int[] NOTHING = {};

    /** A shorter secret is looked for as a word alone: it may be the digit of a number, or a syllable. */
    private static final int SHORTEST_PART = 8;

    private final MaskRule rule;
    private final CountedText.Reads reads;
    private final Map<String, int[]> searched = new HashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
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

    boolean hidesKey(String key) {
        return rule.hidesKey(key);
    }

    boolean hasPattern() {
        return rule.pattern() != null;
    }

    /** A text that is masked wherever it stands in this event. */
    void addSecret(String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
        }
    }

    /** Nothing is searched any more, so that all is hidden. */
    void hideAll() {
        reads.spend();
    }

    void takeForSearch(int length) {
        reads.takeForSearch(length);
    }

    /** That much of a text is searched of which at most so many bytes are kept. */
    static String searchedStart(String text, long maxBytes) {
        return text.length() <= maxBytes + LONGEST_SECRET ? text : text.substring(0, (int) maxBytes + LONGEST_SECRET);
    }

    private Masked masked(String text, long maxBytes) {
        if (maxBytes <= 0 && !text.isEmpty()) { // nothing of it is kept
            return new Masked("", true);
        }
        String start = searchedStart(text, maxBytes);
        boolean whole = start.length() == text.length();
        int[] found = withSecrets(start, found(start));
        if (found == null) {
            return new Masked(FAILED, !whole);
        }
        String masked = replaced(start, found, whole ? start.length() : (int) maxBytes);
        return new Masked(whole ? masked : masked + Text.CUT, !whole);
    }

    /** What the pattern finds, or null if the search was given up. */
    int @Nullable [] found(String text) {
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
        return failed();
    }

    private int @Nullable [] failed() {
        if (!isFailureTold) {
            isFailureTold = true;
            rule.tellFailed();
        }
        return null;
    }

    /** The same and where known secrets stand, in order, none across another. */
    private int @Nullable [] withSecrets(String text, int @Nullable [] found) {
        int[] all = found;
        for (String secret : secrets) {
            takeForSearch(text.length());
            for (int at = text.indexOf(secret); all != null && at >= 0; at = text.indexOf(secret, at + 1)) {
                int end = at + secret.length();
                if (secret.length() >= SHORTEST_PART || isWord(text, at, end)) {
                    all = reads.isSpent() ? failed() : with(all, at, end);
                    takeForSearch(all == null ? 0 : all.length);
                }
            }
        }
        return all;
    }

    /** Whether it ends, at both sides, where a word does. */
    static boolean isWord(String text, int start, int end) {
        return (start == 0 || !areOneWord(text.charAt(start - 1), text.charAt(start)))
                && (end == text.length() || !areOneWord(text.charAt(end - 1), text.charAt(end)));
    }

    private static boolean areOneWord(char before, char after) {
        return Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after);
    }

    /** One more in its place, as one with those that it meets. */
    private static int[] with(int[] found, int start, int end) {
        int before = 0;
        while (before < found.length && found[before + 1] <= start) {
            before += 2;
        }
        int behind = before;
        int from = start;
        int to = end;
        while (behind < found.length && found[behind] < end) {
            from = Math.min(from, found[behind]);
            to = Math.max(to, found[behind + 1]);
            behind += 2;
        }
        int[] all = new int[found.length - (behind - before) + 2];
        System.arraycopy(found, 0, all, 0, before);
        all[before] = from;
        all[before + 1] = to;
        System.arraycopy(found, behind, all, before + 2, found.length - behind);
        return all;
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
