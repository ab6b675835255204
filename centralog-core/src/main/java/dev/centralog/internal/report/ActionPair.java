// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.internal.wire.ActionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user and an action, each a number if its text is null; the key of the {@link ActionTable}.
 *
 * @param hash of all of it
 */
public record ActionPair(
        long user,
        @Nullable String userText,
        int action,
        @Nullable String actionText,
        int hash) {
    private static final int LONGEST_TEXT = ActionKey.MAX_ID_BYTES;
    private static final int TEXT_BYTES = 56;

    public static ActionPair of(long user, int action) {
        return new ActionPair(user, null, action, null, 31 * Long.hashCode(user) + action);
    }

    public static ActionPair of(long user, String action) {
        String text = bounded(action);
        return new ActionPair(user, null, 0, text, 31 * Long.hashCode(user) + text.hashCode());
    }

    public static ActionPair of(String user, int action) {
        String text = bounded(user);
        return new ActionPair(0, text, action, null, 31 * text.hashCode() + action);
    }

    public static ActionPair of(String user, String action) {
        String userText = bounded(user);
        String actionText = bounded(action);
        return new ActionPair(0, userText, 0, actionText, 31 * userText.hashCode() + actionText.hashCode());
    }

    private static String bounded(String id) {
        return id.length() <= LONGEST_TEXT ? id : ActionKey.id(id);
    }

    /**
     * The same in another object. A probe that is only looked up with never leaves its method, so that the JVM need
     * not make an object of it.
     */
    ActionPair copy() {
        return new ActionPair(user, userText, action, actionText, hash);
    }

    boolean is(ActionPair other) {
        return hash == other.hash
                && user == other.user
                && action == other.action
                && Objects.equals(userText, other.userText)
                && Objects.equals(actionText, other.actionText);
    }

    int textBytes() {
        return textBytes(userText) + textBytes(actionText);
    }

    private static int textBytes(@Nullable String text) {
        return text == null ? 0 : TEXT_BYTES + 2 * text.length();
    }

    /** The group in Redis. */
    byte[] group() {
        String userId = userText == null ? Long.toString(user) : ActionKey.id(userText);
        String actionId = actionText == null ? Integer.toString(action) : ActionKey.id(actionText);
        return ActionKey.group(userId, actionId);
    }
}
