// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.gatherer.text.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The top actions as lines of text. */
final class ActionTable {
    private static final String FORM = "%-16s  %6s  %9s  %6s  %s";

    private ActionTable() {}

    static List<String> lines(List<StoredTotals.TopAction> actions) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, FORM, "ACTION", "USERS", "COUNT", "ROWS", "SUM"));
        for (StoredTotals.TopAction action : actions) {
            String sum = action.sum();
            lines.add(String.format(
                    Locale.ROOT,
                    FORM,
                    TerminalText.line(action.action()),
                    action.users(),
                    action.count(),
                    action.rows(),
                    sum == null ? "" : sum));
        }
        return lines;
    }
}
