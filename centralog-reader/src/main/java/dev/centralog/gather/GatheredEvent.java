// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.LogEvent;
import java.time.Instant;

/**
 * One group of one window, as gathered. {@code (windowStart, groupId, delivery)} is its identity: delivered twice, it is
 * the same row.
 *
 * @param windowStart the second that the repeats were counted in, by Redis's clock
 * @param groupId the group's hash as 32 hexadecimal digits, or a reserved name that starts with {@code ~}
 * @param delivery {@code source:partition:generation}: the redis id, the partition, and the number of the seal of the window
 * @param processes the number of times that the event occurred, by process
 * @param event the first reported event of the group; if the flag says that there is none, an event with no message
 * @param flag a peculiarity of this row, or {@link Flag#NONE}
 */
public record GatheredEvent(
        Instant windowStart, String groupId, String delivery, ProcessCounts processes, LogEvent event, Flag flag) {
    /**
     * Returns the number of times that the event occurred, in all processes together; 0 if the delivery only brings the payload
     * that an earlier one lacked.
     */
    public long repeats() {
        return processes.total();
    }

    /** The peculiarities of a gathered event. */
    public enum Flag {
        /** No peculiarity: the event is whole. */
        NONE(""),
        /**
         * The event is whole, but its own time lies in another second than the one it was counted in: it was too old or too far
         * ahead, or its host's clock is wrong.
         */
        OTHER_TIME("otherTime"),
        /** The count came without its event; another delivery of the window may have it. */
        NO_PAYLOAD("noPayload"),
        /** The event could not be read; its bytes are among the {@linkplain EventWindow.Content#unreadable unreadable}. */
        UNREADABLE("unreadable"),
        /** The repeats of all groups beyond the cap on groups in a window. */
        OVERFLOW("overflow");

        private final String label;

        Flag(String label) {
            this.label = label;
        }

        /** Returns whether the event is there, as it was logged. */
        public boolean isWhole() {
            return this == NONE || this == OTHER_TIME;
        }

        /** Returns the flag's text in the database; empty for {@link #NONE}. */
        public String label() {
            return label;
        }
    }
}
