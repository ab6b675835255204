// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.ActionKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The row of actions that a payload put aside belongs to: {@code <seconds>/<bytes of the user's id>:<user><action>}.
 *
 * @param seconds the slice's length
 * @param user the user's id, as gathered
 * @param action the action's id, as gathered
 */
public record ActionRowId(long seconds, String user, String action) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,4}):(.*)", Pattern.DOTALL);

    /**
     * Reads the text that {@link #groupId} returned.
     *
     * @throws UnreadableEventException if it does not have that form
     */
    public static ActionRowId parse(String groupId) {
        Matcher form = FORM.matcher(groupId);
        if (form.matches()) {
            byte[] ids = form.group(3).getBytes(UTF_8);
            int split = Integer.parseInt(form.group(2));
            if (split <= ids.length) {
                ActionRowId letter = new ActionRowId(
                        Long.parseLong(form.group(1)),
                        new String(ids, 0, split, UTF_8),
                        new String(ids, split, ids.length - split, UTF_8));
                if (letter.groupId().equals(groupId)) {
                    return letter;
                }
            }
        }
        throw new UnreadableEventException("'" + groupId + "' names no row of actions");
    }

    /** Returns the text of this id, the same for the same row. */
    public String groupId() {
        return seconds + "/" + new String(ActionKey.group(user, action), UTF_8);
    }
}
