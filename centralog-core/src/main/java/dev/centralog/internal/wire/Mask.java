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
 * The masking and truncation of the texts of one event. Masking comes first, so that truncation leaves no part of a
 * secret that the pattern would not recognise. It replaces what the pattern finds, and the
 * {@linkplain #addSecret secrets} that were found elsewhere in the event.
 *
 * <p>The search covers the part of a text that may be kept, and {@value #LONGEST_SECRET} characters more: so a secret
 * that begins in the kept part and is no longer than that is found whole. The same text is searched only once. When
 * the reads that the {@link MaskRule} allows are spent, each text that was not searched yet is hidden whole; so is a
 * text whose search overflows the stack.
 *
 * <p>Thread-safety: none.
 */
final class Mask {
    static final String MASKED = "***";
    static final String FAILED = "[mask failed]";
    static final int LONGEST_SECRET = 16 << 10;

    /** An empty result of a search. A result holds the start and the end of each find in turns. */
    static final int[] NOTHING = {};

    /**
     * The minimum length of a secret that is searched for within words. A shorter one is only searched for as a whole
     * word: it may be the digit of a number, or a syllable.
     */
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

    /** A text as it may leave the process, and whether it was truncated. */
    record Masked(String text, boolean cut) {}

    /** Returns the text masked, then truncated to at most {@code maxBytes} of UTF-8. */
    Masked apply(String text, long maxBytes) {
        Masked masked = rule.isNone() ? new Masked(text, false) : masked(text, maxBytes);
        return Text.fits(masked.text, maxBytes) ? masked : new Masked(Text.cut(masked.text, maxBytes), true);
    }

    /** Whether a value that is not a text has to be hidden. */
    boolean finds(String text) {
        return !rule.isNone() && !masked(text, text.length()).text.equals(text);
    }

    boolean hidesKey(String key) {
        return rule.hidesKey(key);
    }

    boolean hasPattern() {
        return rule.pattern() != null;
    }

    /** Adds a text that is masked wherever it occurs in this event. */
    void addSecret(String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
        }
    }

    /** Ends all searching, so that every text that was not searched yet is hidden. */
    void hideAll() {
        reads.spend();
    }

    void takeForSearch(int length) {
        reads.takeForSearch(length);
    }

    /** Returns the part of a text that is searched if at most {@code maxBytes} of it are kept. */
    static String searchedStart(String text, long maxBytes) {
        return text.length() <= maxBytes + LONGEST_SECRET ? text : text.substring(0, (int) maxBytes + LONGEST_SECRET);
    }

    private Masked masked(String text, long maxBytes) {
        if (maxBytes <= 0 && !text.isEmpty()) { // no part of it is kept
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

    /** Returns the places that the pattern finds, or null if the search was given up. */
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
            // The text is hidden.
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

    /**
     * Returns these places and those of the known secrets, in order and without overlaps; null if the search was
     * given up.
     */
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

    /** Whether both ends are at the boundary of a word. */
    static boolean isWord(String text, int start, int end) {
        return (start == 0 || !areOneWord(text.charAt(start - 1), text.charAt(start)))
                && (end == text.length() || !areOneWord(text.charAt(end - 1), text.charAt(end)));
    }

    private static boolean areOneWord(char before, char after) {
        return Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after);
    }

    /** Returns the places with one more, merged with those that it overlaps. */
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

    /** Returns the text with the places replaced, up to the index before which all secrets are known. */
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
