// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The message about a setting that does not exist: it suggests the one that was probably meant. */
final class Suggestions {
    /** The settings that were renamed: the old name, and the present one. */
    private static final Map<String, String> RENAMED =
            Map.of("secureTimeout", "awaitDurableTimeout", "confirmSeals", "awaitDurableSeals");

    private Suggestions() {}

    static String unknown(String name, Collection<String> known) {
        String renamed = RENAMED.get(name);
        if (renamed != null && known.contains(renamed)) {
            return "the setting '" + name + "' was renamed: use '" + renamed + "'";
        }
        Optional<String> near = known.stream()
                .filter(each -> distance(name, each) <= Math.max(2, each.length() / 3))
                .min(Comparator.comparingInt(each -> distance(name, each)));
        return "there is no setting '" + name + "'"
                + near.map(each -> "; did you mean '" + each + "'?")
                        .orElseGet(() -> "; the settings are " + String.join(", ", known));
    }

    /** Returns Levenshtein's distance, ignoring case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
