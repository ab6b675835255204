// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import java.util.Collections;
import java.util.List;

/** Counts as a row of characters, the higher the count the higher the character. */
public final class Sparkline {
    private static final String UNICODE = "·▁▂▃▄▅▆▇█";
    /** The digits stand for the same heights. */
    private static final String ASCII = ".12345678";

    private Sparkline() {}

    /** Returns a character for each count; that of 0 is a dot, and the highest count has the highest character. */
    public static String of(List<Long> counts, Terminal terminal) {
        long highest = counts.isEmpty() ? 0 : Collections.max(counts);
        StringBuilder line = new StringBuilder(counts.size());
        for (long count : counts) {
            line.append((terminal.isUnicode() ? UNICODE : ASCII).charAt(height(count, highest, UNICODE.length() - 1)));
        }
        return line.toString();
    }

    /** Returns a bar whose length is in proportion to a count; only that of 0 is empty. */
    public static String bar(long count, long highest, Terminal terminal) {
        return (terminal.isUnicode() ? "█" : "#").repeat(height(count, highest, 30));
    }

    private static int height(long count, long highest, int steps) {
        return count <= 0 ? 0 : Math.max(1, (int) Math.ceil((double) count / highest * steps));
    }
}
