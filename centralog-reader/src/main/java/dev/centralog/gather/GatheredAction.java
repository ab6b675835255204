// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.ActionTotals;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The count and the totals of one user and one action in one slice. {@code (sliceStart, sliceLength, user, action, delivery)}
 * is its identity: delivered twice, it is the same row.
 *
 * @param sliceStart the time at which the slice began, by Redis's clock
 * @param sliceLength the slice's length
 * @param user the user's id as text; {@link #OVERFLOW} for the actions beyond the cap on groups (if a user really has that
 *     id, one more tilde is put in front of it)
 * @param action the action's id as text; {@link #OVERFLOW} for the actions beyond the cap on groups
 * @param delivery {@code source:partition:generation}: the redis id, the partition, and the number of the seal of the slice
 * @param count the number of times that the user did it
 * @param totals the totals of values and payloads
 * @param flag a peculiarity of this row, or {@link Flag#NONE}
 * @param unreadable the totals as they are in Redis if they can't be read; null if they can
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
    /** The user id and the action id of all actions beyond the cap on groups in a slice. */
    public static final String OVERFLOW = "~overflow";

    /** The peculiarities of gathered actions. */
    public enum Flag {
        /** No peculiarity: count and totals are whole. */
        NONE(""),
        /**
         * Count and totals are whole, but the slice is not that of their time: Redis's clock was far ahead when they were
         * counted.
         */
        OTHER_TIME("otherTime"),
        /** The count is right, but the totals could not be read. */
        UNREADABLE("unreadable"),
        /** The sum of all actions beyond the cap on groups in a slice. */
        OVERFLOW("overflow");

        private final String label;

        Flag(String label) {
            this.label = label;
        }

        /** Returns the flag's text in the database; empty for {@link #NONE}. */
        public String label() {
            return label;
        }
    }
}
