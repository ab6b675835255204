// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The group of an action in Redis: {@code <bytes of the user's id>:<user's id><action's id>}, e.g. {@code 2:42logon}. It
 * is readable, needs no payload that tells what it stands for, and whatever is in the ids, two of them are never one.
 * Its first byte is a digit, which that of a reserved group never is.
 */
public final class ActionKey {
    /** The longest id in UTF-8; of a longer one the start stays, with a digest of the whole. */
    public static final int MAX_ID_BYTES = 255;

    private static final int DIGEST_BYTES = 33; // a colon and 32 hexadecimal digits
    private static final char NUL = '\0';
    private static final char VISIBLE_NUL = '\u2400';

    private ActionKey() {}

    /**
     * The id as it is counted under: well-formed, without NUL, which no database but SQLite stores, and not too long.
     * The usual id is answered as it is.
     */
    public static String id(String raw) {
        String text = Text.wellFormed(raw).replace(NUL, VISIBLE_NUL);
        return Text.fits(text, MAX_ID_BYTES)
                ? text
                : Text.cut(text, MAX_ID_BYTES - DIGEST_BYTES) + ":" + GroupKey.digestOf(text);
    }

    /** The group of ids that {@link #id} answered. */
    public static byte[] group(String user, String action) {
        byte[] userBytes = user.getBytes(UTF_8);
        byte[] actionBytes = action.getBytes(UTF_8);
        byte[] length = (userBytes.length + ":").getBytes(UTF_8);
        byte[] group = Arrays.copyOf(length, length.length + userBytes.length + actionBytes.length);
        System.arraycopy(userBytes, 0, group, length.length, userBytes.length);
        System.arraycopy(actionBytes, 0, group, length.length + userBytes.length, actionBytes.length);
        return group;
    }
}
