// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

/**
 * The check of a setting's text for placeholders that were not replaced: Logback writes {@code name_IS_UNDEFINED} for a name
 * that it does not know, Log4j2 and Spring leave <code>${name}</code>.
 */
public final class Placeholder {
    private Placeholder() {}

    /** Returns whether a text contains such a placeholder. */
    public static boolean isIn(String text) {
        int start = text.indexOf("${");
        return text.contains("_IS_UNDEFINED") || (start >= 0 && text.indexOf('}', start) > 0);
    }
}
