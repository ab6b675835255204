// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of a {@link Centralog} since it was opened, in events (repeats included) unless said otherwise.
 *
 * <p>While nothing is being logged or shipped: {@code logged = acknowledged + waiting + spilled + sum of dropped}.
 *
 * @param logged events handed over by calls of {@code report} or {@code log}
 * @param folded events that only incremented the existing count of their group and second; part of {@code logged}
 * @param waiting events in memory alone: neither acknowledged by Redis nor on disk nor dropped
 * @param acknowledged events that Redis has confirmed
 * @param spilled events on disk that Redis has not confirmed; 0 without {@code spillDirectory}
 * @param recovered events that earlier processes had left on disk, and that Redis has confirmed since; not part of
 *     {@code logged}
 * @param dropped dropped events by reason; only reasons that occurred
 * @param samplesTaken acknowledged events of which samples were due: the first one of each group and second, and as many
 *     further ones as the settings say
 * @param samplesLeftOut those of them that this process left out, as too many were due or the buffer was filling up
 * @param windows pairs of group and second that Redis has acknowledged, each counted once
 * @param batches numbered batches that Redis has confirmed
 * @param resent batches that were sent again
 * @param maskFailures searches by {@code mask} that were given up because they took too long; the text that was not
 *     searched is hidden
 * @param bufferedBytes memory that is used now, in bytes, of what {@link Settings#BUFFER_BYTES} allows
 */
public record CentralogStats(
        long logged,
        long folded,
        long waiting,
        long acknowledged,
        long spilled,
        long recovered,
        Map<DropReason, Long> dropped,
        long samplesTaken,
        long samplesLeftOut,
        long windows,
        long batches,
        long resent,
        long maskFailures,
        long bufferedBytes) {
    /** The figures of a producer that counted nothing. */
    public static final CentralogStats NONE = new CentralogStats(0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0);

    public CentralogStats {
        dropped = Map.copyOf(dropped);
    }

    /** Returns the number of dropped events, whatever the reason. */
    public long totalDropped() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the dropped events by the names of the reasons, sorted by name. */
    public Map<String, Long> droppedByName() {
        Map<String, Long> byName = new TreeMap<>();
        dropped.forEach((reason, count) -> byName.put(reason.label(), count));
        return byName;
    }
}
