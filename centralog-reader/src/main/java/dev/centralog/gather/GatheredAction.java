// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.ActionTotals;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often one user did one thing in one slice, as gathered. {@code (sliceStart, sliceLength, user, action, delivery)}
 * is its identity: delivered twice, it is the same row.
 *
 * @param sliceStart when the slice began, by Redis's clock
 * @param sliceLength the slice's length
 * @param user the user's id as text; {@link #OVERFLOW} for the actions beyond the cap (a user whose id that really is
 *     has a tilde more)
 * @param action the action's id as text; {@link #OVERFLOW} for the actions beyond the cap
 * @param delivery {@code source:partition:generation}: which Redis, which part of it, and which sealing of the slice
 * @param count how often
 * @param totals what values and payloads came to
 * @param flag what is special
 * @param unreadable the totals as they are in Redis where they can't be read; null if they can
 */
public record GatheredAction(
        Instant sliceStart,
        Duration sliceLength,
        String user,
        String action,
        String delivery,
        long count,
        ActionTotals totals,
        Flag flag,
        @Nullable UnreadablePayload unreadable) {
    /** Stands for the users and the actions of all that is beyond the cap on groups in a slice. */
    public static final String OVERFLOW = "~overflow";

    /** What is special about gathered actions. */
    public enum Flag {
        /** Nothing: all is whole. */
        NONE(""),
        /** All is whole, but the slice is not that of its time: Redis's clock was far ahead when it was counted. */
        OTHER_TIME("otherTime"),
        /** The count is right, and the totals could not be read. */
        UNREADABLE("unreadable"),
        /** All actions of users and actions beyond the cap on groups in a slice. */
        OVERFLOW("overflow");

        private final String label;

        Flag(String label) {
            this.label = label;
        }

        /** The flag in the database; empty for none. */
        public String label() {
            return label;
        }
    }
}
