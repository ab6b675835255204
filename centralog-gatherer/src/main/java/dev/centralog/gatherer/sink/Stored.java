// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of what was stored of one delivery, or of several.
 *
 * @param rows the number of rows of events, or of actions
 * @param repeats the sum of their repeats, or counts
 * @param duplicates the number of the rows that existed, because the delivery had been stored before; each stays one row
 * @param metOtherContent the number of rows that met a row of the same identity with other counts, which happens if two copies
 *     of one Redis have gone on apart. The larger count stays, for each process, and for each row of actions
 * @param dropped the number of events and actions that producers reported as dropped, by reason; samples are not among them
 * @param deadLetters the number of events, samples or totals of actions put aside: {@code unreadable}, or {@code rejected} by
 *     the database; these are the flags of their rows, but samples have no flag
 */
public record Stored(
        long rows,
        long repeats,
        long duplicates,
        long metOtherContent,
        Map<String, Long> dropped,
        Map<String, Long> deadLetters) {
    /** The counts of no delivery. */
    public static final Stored NOTHING = new Stored(0, 0, 0, 0, Map.of(), Map.of());

    /** The reason under which all reasons beyond the limit are counted together. */
    static final String OTHER_REASONS = "other";

    private static final int MOST_REASONS = 64;

    public Stored {
        dropped = Map.copyOf(dropped);
        deadLetters = Map.copyOf(deadLetters);
    }

    /** Returns the sum of both. */
    public Stored plus(Stored more) {
        return new Stored(
                rows + more.rows,
                repeats + more.repeats,
                duplicates + more.duplicates,
                metOtherContent + more.metOtherContent,
                sum(dropped, more.dropped),
                sum(deadLetters, more.deadLetters));
    }

    /** Returns the sums by reason. The number of reasons is limited, because producers can write any reason. */
    private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sum = new TreeMap<>(some);
        more.forEach((reason, count) -> {
            boolean fits = sum.containsKey(reason) || sum.size() < MOST_REASONS;
            sum.merge(fits ? reason : OTHER_REASONS, count, Long::sum);
        });
        return sum;
    }

    /** Returns the number of all that producers dropped, for any reason. */
    public long totalDropped() {
        return total(dropped);
    }

    /** Returns the number of all that was put aside, for any reason. */
    public long totalDeadLetters() {
        return total(deadLetters);
    }

    private static long total(Map<String, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }
}
