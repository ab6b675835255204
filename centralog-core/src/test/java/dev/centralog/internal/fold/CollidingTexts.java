// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/** Texts that were made to have the same hash code. */
final class CollidingTexts {
    private CollidingTexts() {}

    /** Returns a text of 16 pairs of letters, each Aa or BB; the hash codes of all these texts are equal. */
    static String number(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
