// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.ProcessCounts;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored event: a row of the database.
 *
 * @param windowStart the second that the repeats were counted in
 * @param groupId the group
 * @param delivery the delivery that the row comes from, i.e. the seal of the window
 * @param processes the number of times that the event occurred, by process
 * @param flag the row's flag, see docs/schema.md; empty for none
 * @param inFull how many of the events are stored in full
 * @param event the whole event
 * @param own what is known of this event besides
 */
public record StoredEvent(
        Instant windowStart,
        String groupId,
        String delivery,
        ProcessCounts processes,
        String flag,
        InFull inFull,
        LogEvent event,
        Own own) {
    /**
     * The events of a row that are stored in full.
     *
     * @param count their number: the row's own event, if it is there and counted, and its samples
     * @param isOwnCounted whether the row counts its own event; if not, an earlier delivery counts it
     */
    public record InFull(long count, boolean isOwnCounted) {}

    /**
     * Details of a row's own event besides.
     *
     * @param process the process that has logged it; texts that are not known are empty
     * @param traceId the trace id; null if there is none
     * @param counting what is stored of the processes that have counted in the row, by their ids
     */
    public record Own(ProcessInfo process, @Nullable String traceId, Map<String, ProcessInfo> counting) {
        public Own {
            counting = Collections.unmodifiableMap(new LinkedHashMap<>(counting));
        }

        /** Creates details without processes that have counted. */
        public Own(ProcessInfo process, @Nullable String traceId) {
            this(process, traceId, Map.of());
        }
    }

    StoredEvent of(ProcessInfo logger, Map<String, ProcessInfo> counting) {
        return new StoredEvent(
                windowStart,
                groupId,
                delivery,
                processes,
                flag,
                inFull,
                event,
                new Own(logger, own.traceId(), counting));
    }

    /** Returns the number of times that the event occurred, in all processes together. */
    public long repeats() {
        return processes.total();
    }
}
