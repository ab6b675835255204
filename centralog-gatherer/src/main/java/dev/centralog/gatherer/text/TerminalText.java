// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

/**
 * The conversion of text into a form that is harmless for a terminal: characters that control it or reorder text become codes.
 */
public final class TerminalText {
    private TerminalText() {}

    /** Returns one line of harmless text; line breaks become codes, too. */
    public static String line(String text) {
        return shown(text, false);
    }

    /** Returns harmless text of several lines; each line but the first is indented. */
    public static String lines(String text) {
        return shown(text.replace("\r\n", "\n"), true);
    }

    private static String shown(String text, boolean breaks) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(each -> {
            if (each == '\n' && breaks) {
                shown.append("\n    ");
            } else if (each == '\t') {
                shown.append('\t');
            } else if (each == '\n') {
                shown.append("\\n");
            } else if (each == '\r') {
                shown.append("\\r");
            } else if (isHarmful(each)) {
                shown.append(String.format("\\u%04x", each));
            } else {
                shown.appendCodePoint(each);
            }
        });
        return shown.toString();
    }

    private static boolean isHarmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
