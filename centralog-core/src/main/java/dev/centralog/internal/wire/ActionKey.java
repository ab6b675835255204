// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The group of an action in Redis: {@code <bytes of the user's id>:<user's id><action's id>}, e.g. {@code 2:42logon}.
 * It is readable and needs no payload that explains it, and two different pairs of ids never have the same group. Its
 * first byte is a digit, which is never true of a reserved group.
 */
public final class ActionKey {
    /**
     * The maximum length of an id in UTF-8 bytes; a longer one is reduced to its beginning and a digest of the whole.
     */
    public static final int MAX_ID_BYTES = 255;

    private static final int DIGEST_BYTES = 33; // a colon and 32 hexadecimal digits
    private static final char NUL = '\0';
    private static final char VISIBLE_NUL = '\u2400';

    private ActionKey() {}

    /**
     * Returns the id under which an action is counted: well-formed, without NUL, which only SQLite among the
     * databases stores, and not too long. A usual id is returned unchanged.
     */
    public static String id(String raw) {
        String text = Text.wellFormed(raw).replace(NUL, VISIBLE_NUL);
        return Text.fits(text, MAX_ID_BYTES)
                ? text
                : Text.cut(text, MAX_ID_BYTES - DIGEST_BYTES) + ":" + GroupKey.digestOf(text);
    }

    /** Returns the group of two ids that {@link #id} returned. */
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
