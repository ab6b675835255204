// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.Map;
import java.util.TreeMap;

/**
 * What storing a delivery, or several, came to.
 *
 * @param rows rows of events, or of actions
 * @param repeats the sum of their repeats, or counts
 * @param duplicates how many of the rows were there already, since the delivery had been stored before: they stay one row
 * @param metOtherContent how many rows met a row of the same identity with other counts, as two copies of one Redis leave
 *     them that have gone on apart: of each process, or of actions, the larger count stays
 * @param dropped what producers reported as dropped, events and actions, by their reasons
 * @param deadLetters events or totals of actions put aside, by the flags of their rows: {@code unreadable}, or {@code
 *     rejected} by the database
 */
public record Stored(
        long rows,
        long repeats,
        long duplicates,
        long metOtherContent,
        Map<String, Long> dropped,
        Map<String, Long> deadLetters) {
    /** Nothing yet. */
    public static final Stored NOTHING = new Stored(0, 0, 0, 0, Map.of(), Map.of());

    /** More reasons than there can be are counted as this one. */
    static final String OTHER_REASONS = "other";

    private static final int MOST_REASONS = 64;

    public Stored {
        dropped = Map.copyOf(dropped);
        deadLetters = Map.copyOf(deadLetters);
    }

    /** Both together. */
    public Stored plus(Stored more) {
        return new Stored(
                rows + more.rows,
                repeats + more.repeats,
                duplicates + more.duplicates,
                metOtherContent + more.metOtherContent,
                sum(dropped, more.dropped),
                sum(deadLetters, more.deadLetters));
    }

    /** A producer writes its reasons itself: their number must have an end. */
    private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sum = new TreeMap<>(some);
        more.forEach((reason, count) -> {
            boolean fits = sum.containsKey(reason) || sum.size() < MOST_REASONS;
            sum.merge(fits ? reason : OTHER_REASONS, count, Long::sum);
        });
        return sum;
    }

    /** All that producers dropped, whatever the reason. */
    public long totalDropped() {
        return total(dropped);
    }

    /** All that was put aside, whatever the reason. */
    public long totalDeadLetters() {
        return total(deadLetters);
    }

    private static long total(Map<String, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }
}
