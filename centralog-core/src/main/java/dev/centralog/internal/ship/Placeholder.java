// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

/**
 * A text of a setting that still has the place in it where another was to be put in: Logback writes {@code name_IS_UNDEFINED}
 * for what it does not know, Log4j2 and Spring leave <code>${name}</code>.
 */
public final class Placeholder {
    private Placeholder() {}

    /** Returns whether there is one in it. */
    public static boolean isIn(String text) {
        int start = text.indexOf("${");
        return text.contains("_IS_UNDEFINED") || (start >= 0 && text.indexOf('}', start) > 0);
    }
}
