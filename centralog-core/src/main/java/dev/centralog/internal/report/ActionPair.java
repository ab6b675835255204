// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.internal.wire.ActionKey;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/*
 * Ids are chosen by outsiders, e.g. by failed logons, so nobody may be able to choose where they go in the table. Numbers
 * are mixed with random numbers of this process, and so is the hash that a text keeps of itself. That one can be made
 * equal for as many texts as one likes; what stands in such a crowd is put elsewhere, by a hash that reads the texts and
 * costs its time there alone.
 */

/**
 * A user and an action, each a number if its text is null; the key of the {@link ActionTable}.
 *
 * @param hash of all of it; equal for texts whose {@code hashCode} is
 */
record ActionPair(
        long user,
        @Nullable String userText,
        int action,
        @Nullable String actionText,
        long hash) {
    private static final int TEXT_BYTES = 56;
    private static final long USER_SEED;
    private static final long ACTION_FACTOR;

    static {
        SplittableRandom random = new SplittableRandom();
        USER_SEED = random.nextLong();
        ACTION_FACTOR = random.nextLong() | 1;
    }

    static ActionPair of(long user, @Nullable String userText, int action, @Nullable String actionText) {
        long userHash = mixed(USER_SEED ^ (userText == null ? user : userText.hashCode()));
        return new ActionPair(
                user,
                userText,
                action,
                actionText,
                userHash + ACTION_FACTOR * (actionText == null ? action : actionText.hashCode()));
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

    /** A hash that nobody can make equal for two pairs who does not know this process's random numbers. */
    long secretHash() {
        return secretHash(actionText, secretHash(userText, hash));
    }

    private static long secretHash(@Nullable String text, long seed) {
        long hash = mixed(seed ^ USER_SEED);
        for (int i = 0; text != null && i < text.length(); i++) {
            hash = mixed(hash ^ text.charAt(i));
        }
        return hash;
    }

    /** The finish of MurmurHash3: each bit depends on each. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
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
