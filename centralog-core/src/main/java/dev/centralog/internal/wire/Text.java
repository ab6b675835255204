// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The form and the length of texts in UTF-8. */
public final class Text {
    static final String CUT = "…";
    private static final int CUT_BYTES = 3;
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** Returns the text with every surrogate that has no partner replaced, since UTF-8 has no form for it. */
    public static String wellFormed(String text) {
        int broken = brokenSurrogate(text, 0);
        if (broken < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text);
        for (int at = broken; at >= 0; at = brokenSurrogate(text, at + 1)) {
            mended.setCharAt(at, REPLACEMENT);
        }
        return mended.toString();
    }

    /**
     * Returns the text as one harmless line of at most that many bytes in UTF-8. Characters that control a terminal, break
     * the line or reorder text are replaced, and so is every surrogate without a partner. A longer text is cut.
     */
    public static String line(String text, int maxBytes) {
        int enough = Math.min(text.length(), maxBytes + 1); // each character has a byte at least
        StringBuilder line = null;
        for (int i = 0; i < enough; i += step(text, i)) {
            if (isHarmful(text.codePointAt(i))) {
                line = line == null ? new StringBuilder(text.substring(0, enough)) : line;
                line.setCharAt(i, REPLACEMENT);
                if (isPair(text, i) && i + 1 < enough) {
                    line.setCharAt(i + 1, REPLACEMENT);
                }
            }
        }
        String harmless = line == null ? text.substring(0, enough) : line.toString();
        return fits(harmless, maxBytes) ? harmless : cut(harmless, maxBytes);
    }

    private static boolean isHarmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /**
     * Returns the text in UTF-8, with every surrogate that has no partner replaced.
     *
     * <p>Cost: the JDK's encoder is several times faster than a loop over the characters, and turns such a surrogate
     * into a question mark. So if the result has no question mark, there was no such surrogate; if it has one, the
     * slow loop decides.
     */
    static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte each : bytes) {
            if (each == '?') {
                String mended = wellFormed(text);
                return mended.equals(text) ? bytes : mended.getBytes(StandardCharsets.UTF_8);
            }
        }
        return bytes;
    }

    static @Nullable String wellFormedOrNull(@Nullable String text) {
        return text == null ? null : wellFormed(text);
    }

    private static int brokenSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Returns the text's length in UTF-8 bytes; a surrogate without partner counts as its replacement. */
    static long utf8Bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i += step(text, i)) {
            bytes += bytesAt(text, i);
        }
        return bytes;
    }

    static boolean fits(String text, long maxBytes) {
        return text.length() <= maxBytes && (3L * text.length() <= maxBytes || utf8Bytes(text) <= maxBytes);
    }

    /**
     * Returns the longest beginning of the text that, followed by the mark of a truncation, has at most
     * {@code maxBytes} bytes.
     */
    static String cut(String text, long maxBytes) {
        if (maxBytes < CUT_BYTES) {
            return "";
        }
        long room = maxBytes - CUT_BYTES;
        int end = 0;
        while (end < text.length() && bytesAt(text, end) <= room) {
            room -= bytesAt(text, end);
            end += step(text, end);
        }
        return text.substring(0, end) + CUT;
    }

    private static int step(String text, int at) {
        return isPair(text, at) ? 2 : 1;
    }

    private static int bytesAt(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return isPair(text, at) ? 4 : 3;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
