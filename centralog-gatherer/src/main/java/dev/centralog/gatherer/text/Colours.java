// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

/** A choice whether text is coloured for a terminal. */
public record Colours(boolean coloured) {
    private static final String RESET = "\u001b[0m";

    /** Returns the text after an escape sequence, and a reset after the text; without colours the text alone. */
    public String colour(String sequence, String text) {
        return coloured && !sequence.isEmpty() ? sequence + text + RESET : text;
    }

    /** Returns the text in a fainter colour. */
    public String dim(String text) {
        return colour("\u001b[2m", text);
    }

    /** Returns the text in bold letters. */
    public String bold(String text) {
        return colour("\u001b[1m", text);
    }

    /** Returns the escape sequence for the colour of a level, by its severity. */
    public static String ofSeverity(int severity) {
        if (severity >= 17) {
            return "\u001b[31m";
        }
        return severity >= 13 ? "\u001b[33m" : severity >= 9 ? "\u001b[32m" : "\u001b[2m";
    }
}
