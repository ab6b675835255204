// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

/** A choice whether text is coloured for a terminal. */
record Colours(boolean coloured) {
    private static final String RESET = "\u001b[0m";

    /** Returns the text after an escape sequence, and a reset after the text; without colours the text alone. */
    String colour(String sequence, String text) {
        return coloured ? sequence + text + RESET : text;
    }

    String dim(String text) {
        return colour("\u001b[2m", text);
    }
}
