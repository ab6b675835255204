// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.gatherer.text.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The top groups as lines of text. */
final class GroupTable {
    private static final String FORM = "%-5s  %-11s  %-32s  %9s  %6s  %s";
    private static final int LOGGER_WIDTH = 32;
    private static final int TEXT_WIDTH = 48;

    private GroupTable() {}

    static List<String> lines(List<StoredTotals.TopGroup> groups) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, FORM, "LEVEL", "APP", "LOGGER", "REPEATS", "ROWS", "MESSAGE"));
        for (StoredTotals.TopGroup group : groups) {
            lines.add(String.format(
                    Locale.ROOT,
                    FORM,
                    group.level(),
                    group.app(),
                    cut(group.logger(), LOGGER_WIDTH),
                    group.repeats(),
                    group.rows(),
                    cut(TerminalText.line(group.text()), TEXT_WIDTH)));
        }
        return lines;
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
