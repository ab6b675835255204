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
 * @param delivery {@code source:partition:generation}: which Redis, which part of it, and which sealing of the window
 * @param processes how often the event occurred, by process
 * @param event the first reported event of the group; if the flag says that there is none, one with no message
 * @param flag what is special
 */
public record GatheredEvent(
        Instant windowStart, String groupId, String delivery, ProcessCounts processes, LogEvent event, Flag flag) {
    /**
     * How often the event occurred, in all processes together; 0 where a delivery only brings the payload that an earlier
     * one lacked.
     */
    public long repeats() {
        return processes.total();
    }

    /** What is special about a gathered event. */
    public enum Flag {
        /** Nothing: the event is whole. */
        NONE(""),
        /**
         * The event is whole, but its own time is of another second than it was counted in: it was too old or too far
         * ahead, or its host's clock is off.
         */
        OTHER_TIME("otherTime"),
        /** The count came without its event; another delivery of the window may have it. */
        NO_PAYLOAD("noPayload"),
        /** The event could not be read; its bytes are among the {@linkplain EventWindow.Content#unreadable unreadable}. */
        UNREADABLE("unreadable"),
        /** Repeats of all groups beyond the cap on groups in a window. */
        OVERFLOW("overflow");

        private final String label;

        Flag(String label) {
            this.label = label;
        }

        /** Whether the event is there, as it was logged. */
        public boolean isWhole() {
            return this == NONE || this == OTHER_TIME;
        }

        /** The flag in the database; empty for none. */
        public String label() {
            return label;
        }
    }
}
