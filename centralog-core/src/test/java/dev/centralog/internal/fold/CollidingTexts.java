// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/** Texts that were made to have one hash code. */
final class CollidingTexts {
    private CollidingTexts() {}

    /** Of 16 pairs of letters, each Aa or BB: their hash codes are all the same. */
    static String number(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
