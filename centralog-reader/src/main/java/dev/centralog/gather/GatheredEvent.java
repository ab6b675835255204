// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.LogEvent;
import java.time.Instant;
import java.util.List;

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
 * @param samples the events that are kept in full
 */
public record GatheredEvent(
        Instant windowStart,
        String groupId,
        String delivery,
        ProcessCounts processes,
        LogEvent event,
        Flag flag,
        Samples samples) {
    /** Creates an event that has no samples, and that is one of those that the row counts. */
    public GatheredEvent(
            Instant windowStart, String groupId, String delivery, ProcessCounts processes, LogEvent event, Flag flag) {
        this(windowStart, groupId, delivery, processes, event, flag, Samples.NONE);
    }

    /**
     * The events of a group that are kept in full.
     *
     * @param isOwnCounted whether the event of the row is one of those that the row counts; if not, it was counted in an
     *     earlier delivery of the window, and stands for those that are counted here
     * @param further the events that are kept beside it, in the order of time
     */
    public record Samples(boolean isOwnCounted, List<GatheredSample> further) {
        /** No further events. */
        public static final Samples NONE = new Samples(true, List.of());

        public Samples {
            further = List.copyOf(further);
        }
    }

    /** Returns whether the event of the row is one of those that it counts; a row that counts nothing only brings the event. */
    public boolean isOwnCounted() {
        return samples.isOwnCounted() && repeats() > 0;
    }

    /** Returns the number of events that the row counts and that are kept in full. */
    public long inFull() {
        return (long) samples.further().size() + (isOwnCounted() && flag.isWhole() ? 1 : 0);
    }

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
        /**
         * The event is whole, but it is only one of those that were counted: its place logged more different texts in that
         * second than each could have a row (the application's setting {@code textsPerPlace}), and this row counts the others.
         * A row with this flag may be of another second, too, as with {@link #OTHER_TIME}: its event's time shows that.
         */
        VARYING("varying"),
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
            return this == NONE || this == OTHER_TIME || this == VARYING;
        }

        /** Returns the flag's text in the database; empty for {@link #NONE}. */
        public String label() {
            return label;
        }
    }
}
