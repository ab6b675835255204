// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.util.ArrayList;
import java.util.List;

/**
 * A text without the parts that vary from event to event. In place of each part, and of a list of such parts, stands {@code
 * {}}; runs of white space are one blank. A template and a message made from it come to the same text, as far as the arguments
 * look like something that varies. docs/families.md has the rules.
 *
 * <p>Thread-safety: immutable. Cost: linear in the text's length, some microseconds for usual ones.
 *
 * @param text the text that is left, at most {@link FamilyRules#MAX_SHOWN_CHARACTERS} characters of it
 * @param parts what was taken out, in the order of the given text
 */
public record FamilyText(String text, List<Part> parts) {
    /** Makes a text. */
    public FamilyText {
        parts = List.copyOf(parts);
    }

    /** Returns what the rules leave of any text. */
    public static FamilyText of(String text) {
        List<Part> parts = new ArrayList<>();
        String whole = TextScanner.scan(text, new NormalizedText(text.length(), parts));
        return new FamilyText(shown(whole), parts);
    }

    /** Returns the whole text that is left, without a limit. */
    static String whole(CharSequence text) {
        return TextScanner.scan(text, new NormalizedText(text.length(), null));
    }

    /** Returns as much of a text as is shown, without half a character at its end. */
    static String shown(String whole) {
        int limit = FamilyRules.MAX_SHOWN_CHARACTERS;
        if (whole.length() <= limit) {
            return whole;
        }
        boolean isSplit =
                Character.isHighSurrogate(whole.charAt(limit - 1)) && Character.isLowSurrogate(whole.charAt(limit));
        return whole.substring(0, isSplit ? limit - 1 : limit);
    }
}
