// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The search for the known name that was probably meant by an unknown one. */
final class NearestName {
    private static final int LETTERS_OF_A_BEGINNING = 3;

    private final String a;
    private final String b;
    private final int[][] steps;

    private NearestName(String a, String b) {
        this.a = a;
        this.b = b;
        steps = new int[a.length() + 1][b.length() + 1];
    }

    /** Returns a known name that starts with the given text, or that differs from it in few letters; empty if there is none. */
    static Optional<String> of(String given, Collection<String> known) {
        Optional<String> longer = known.stream()
                .filter(each -> given.length() >= LETTERS_OF_A_BEGINNING && each.startsWith(given))
                .findFirst();
        return longer.or(() -> known.stream()
                .filter(each -> distance(given, each) <= Math.max(1, each.length() / 3))
                .min(Comparator.comparingInt(each -> distance(given, each))));
    }

    /** Returns the number of letters that differ, are missing, are too many, or have changed places; case does not count. */
    private static int distance(String left, String right) {
        return new NearestName(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT)).count();
    }

    private int count() {
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : least(i, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private int least(int i, int j) {
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
