// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link Centralog} has counted since it was opened, in events (repeats included) unless said otherwise.
 *
 * <p>At rest, that is when nothing is being logged or shipped:
 * {@code logged = acknowledged + waiting + spilled + sum of dropped}.
 *
 * @param logged events handed over; moves when {@code report} or {@code log} is called
 * @param folded events that found their group in their second already there, and so cost an increment; part of logged
 * @param waiting events in memory alone: neither acknowledged by Redis nor on disk nor dropped
 * @param acknowledged events that Redis has confirmed
 * @param spilled events on disk that Redis has not confirmed; 0 without {@code spillDirectory}
 * @param recovered events that earlier processes had left on disk, and that Redis has confirmed since; not part of logged
 * @param dropped events given up, by reason; only reasons that occurred
 * @param windows pairs of group and second that were reported and acknowledged, each counted once
 * @param batches numbered batches that Redis has confirmed
 * @param resent batches that were sent again
 * @param maskFailures searches by {@code mask} that were given up, as they took too long; what was not searched is hidden
 * @param bufferedBytes memory now taken, of what the setting allows
 */
public record CentralogStats(
        long logged,
        long folded,
        long waiting,
        long acknowledged,
        long spilled,
        long recovered,
        Map<DropReason, Long> dropped,
        long windows,
        long batches,
        long resent,
        long maskFailures,
        long bufferedBytes) {
    /** The figures of a producer that counted nothing. */
    static final CentralogStats NONE = new CentralogStats(0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0);

    public CentralogStats {
        dropped = Map.copyOf(dropped);
    }

    /** Events given up, whatever the reason. */
    public long totalDropped() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The drops by the reasons' names, in their order. */
    public Map<String, Long> droppedByName() {
        Map<String, Long> byName = new TreeMap<>();
        dropped.forEach((reason, count) -> byName.put(reason.label(), count));
        return byName;
    }
}
