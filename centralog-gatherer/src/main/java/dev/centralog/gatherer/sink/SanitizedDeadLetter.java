// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.util.Arrays;
import java.util.HexFormat;

/** Dead letters that a database refuses, in a form that it takes: short, and of ASCII only. */
final class SanitizedDeadLetter {
    static final int MOST_RAW_BYTES = 1 << 16;
    private static final int MOST_REASON_CHARACTERS = 4096;

    private SanitizedDeadLetter() {}

    /** Its start; the reason says how much there was. */
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

    /** Under a name that stands in for its own, which the reason tells. */
    static UnreadablePayload renamed(UnreadablePayload letter) {
        return new UnreadablePayload(
                letter.windowStart(),
                PlaceholderName.of(letter.groupId()),
                letter.delivery(),
                letter.raw(),
                "named " + ascii(letter.groupId()) + "; " + letter.reason());
    }

    /** Of what is not ASCII its code; cut where it is long. */
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
