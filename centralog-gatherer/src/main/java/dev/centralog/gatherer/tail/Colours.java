// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

/** Colours text for a terminal, or does not. */
record Colours(boolean coloured) {
    private static final String RESET = "\u001b[0m";

    /** The text behind an escape sequence. */
    String colour(String sequence, String text) {
        return coloured ? sequence + text + RESET : text;
    }

    String dim(String text) {
        return colour("\u001b[2m", text);
    }
}
