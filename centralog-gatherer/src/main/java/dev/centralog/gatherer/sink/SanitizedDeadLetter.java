// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.util.Arrays;
import java.util.HexFormat;

/** The conversion of dead letters that a database refuses into a form that it accepts: short, and in ASCII only. */
final class SanitizedDeadLetter {
    static final int MOST_RAW_BYTES = 1 << 16;
    private static final int MOST_REASON_CHARACTERS = 4096;

    private SanitizedDeadLetter() {}

    /** Returns the dead letter with only the start of its bytes; its reason then says how many there were. */
    static UnreadablePayload cut(UnreadablePayload letter) {
        int length = letter.raw().length;
        String reason = length > MOST_RAW_BYTES
                ? "cut from " + length + " to " + MOST_RAW_BYTES + " bytes; " + letter.reason()
                : letter.reason();
        return new UnreadablePayload(
                letter.windowStart(),
                letter.groupId(),
                letter.delivery(),
                Arrays.copyOf(letter.raw(), Math.min(length, MOST_RAW_BYTES)),
                ascii(reason));
    }

    /** Returns the dead letter under a placeholder name; its reason then gives the true name. */
    static UnreadablePayload renamed(UnreadablePayload letter) {
        return new UnreadablePayload(
                letter.windowStart(),
                PlaceholderName.of(letter.groupId()),
                letter.delivery(),
                letter.raw(),
                "named " + ascii(letter.groupId()) + "; " + letter.reason());
    }

    /** Returns a text in ASCII, with codes for other characters, and cut if it is long. */
    static String ascii(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length() && plain.length() < MOST_REASON_CHARACTERS; i++) {
            char each = text.charAt(i);
            plain.append(
                    each >= ' ' && each <= '~'
                            ? String.valueOf(each)
                            : "\\u" + HexFormat.of().toHexDigits(each));
        }
        return plain.toString();
    }
}
