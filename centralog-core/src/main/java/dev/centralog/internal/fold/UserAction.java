// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.internal.wire.ActionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user and an action, each a number if its text is null; the key of the {@link ActionFolder}.
 *
 * @param hash the hash of all components; equal for texts whose {@code hashCode} is equal
 */
record UserAction(
        long user,
        @Nullable String userText,
        int action,
        @Nullable String actionText,
        long hash) {
    private static final int TEXT_BYTES = 56;

    static UserAction of(long user, @Nullable String userText, int action, @Nullable String actionText) {
        return new UserAction(
                user,
                userText,
                action,
                actionText,
                hash(
                        userText == null ? user : userText.hashCode(),
                        actionText == null ? action : actionText.hashCode()));
    }

    /** Returns the hash of a pair of numbers. */
    static long hash(long user, int action) {
        return SeededHash.of(user, action);
    }

    /**
     * Returns a copy to keep. The original is only used to search and never leaves its method, so the JVM need not
     * create it as an object.
     */
    UserAction copy() {
        return new UserAction(user, userText, action, actionText, hash);
    }

    /** Whether both ids are numbers. */
    boolean isNumeric() {
        return userText == null && actionText == null;
    }

    boolean is(UserAction other) {
        return hash == other.hash
                && user == other.user
                && action == other.action
                && Objects.equals(userText, other.userText)
                && Objects.equals(actionText, other.actionText);
    }

    /** Returns a hash of both texts that depends on this process's random numbers. */
    long seededHash() {
        return SeededHash.ofText(actionText, SeededHash.ofText(userText, hash));
    }

    int textBytes() {
        return textBytes(userText) + textBytes(actionText);
    }

    private static int textBytes(@Nullable String text) {
        return text == null ? 0 : TEXT_BYTES + 2 * text.length();
    }

    /** Returns the group's name in Redis. */
    byte[] group() {
        String userId = userText == null ? Long.toString(user) : ActionKey.id(userText);
        String actionId = actionText == null ? Integer.toString(action) : ActionKey.id(actionText);
        return ActionKey.group(userId, actionId);
    }
}
