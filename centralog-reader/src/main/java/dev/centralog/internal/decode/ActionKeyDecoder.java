// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.ActionKey;
import java.util.Arrays;

/** A decoder for the groups of actions. */
public final class ActionKeyDecoder {
    private ActionKeyDecoder() {}

    /** The ids of a user and of what that user did. */
    public record Ids(String user, String action) {}

    /**
     * Reads a group.
     *
     * @throws UnreadableEventException if {@link ActionKey#group} did not make it
     */
    public static Ids parse(byte[] group) {
        int colon = 0;
        int length = 0;
        while (colon < group.length && group[colon] >= '0' && group[colon] <= '9' && length <= ActionKey.MAX_ID_BYTES) {
            length = 10 * length + group[colon++] - '0';
        }
        int split = colon + 1 + length;
        if (colon < group.length && group[colon] == ':' && split <= group.length) {
            Ids ids = new Ids(
                    new String(group, colon + 1, length, UTF_8), new String(group, split, group.length - split, UTF_8));
            if (isId(ids.user) && isId(ids.action) && Arrays.equals(ActionKey.group(ids.user, ids.action), group)) {
                return ids;
            }
        }
        throw new UnreadableEventException("no group of a user and an action");
    }

    private static boolean isId(String text) {
        return ActionKey.id(text).equals(text);
    }
}
