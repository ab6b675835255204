// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.volume.SliceUsage.Sums;
import dev.centralog.bench.volume.Store.Activity;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run.
 *
 * @param database its name and version
 * @param counted what the processes report as counted
 * @param stored what is in the database
 * @param tableRows the rows of the table {@code actions}, as SQL counts them
 * @param viewRows the rows of the view {@code action_slice}
 * @param activity what the database did, if it counts that
 * @param peakBytes the most memory that Redis used beyond an empty one's
 * @param times the durations
 */
record Outcome(
        Plan plan,
        String database,
        Usage counted,
        StoredRows stored,
        long tableRows,
        long viewRows,
        @Nullable Activity activity,
        long peakBytes,
        Times times) {
    /**
     * The durations since the start of the first process.
     *
     * @param counting until the last process had ended
     * @param storing until everything was stored
     */
    record Times(Duration counting, Duration storing) {
        long actionsPerSecond(long actions) {
            return actions * 1000 / Math.max(1, counting.toMillis());
        }
    }

    /** Two numbers that must be equal. */
    record Check(String what, long expected, long found) {
        boolean holds() {
            return expected == found;
        }
    }

    /** Returns all checks that must hold. */
    List<Check> checks() {
        Sums expected = counted.sums();
        Sums found = stored.usage().sums();
        long triples = counted.triples();
        return List.of(
                new Check(
                        "actions counted = stored + dropped", expected.actions(), found.actions() + counted.dropped()),
                new Check("dropped", 0, counted.dropped()),
                new Check("actions with a value", expected.values(), found.values()),
                new Check("sum of the values", expected.sum(), found.sum()),
                new Check(
                        "active (user, action, slice)", triples, stored.usage().triples()),
                new Check("slices that differ in users, actions, counts or sums", 0, differingSlices()),
                new Check(
                        "rows = active triples + rows of late deliveries for triples stored before",
                        triples + stored.lateRows() - stored.onlyLate(),
                        tableRows),
                new Check("rows of the view `action_slice`", triples, viewRows),
                new Check("rows of nobody, or beyond a cap", 0, stored.strangers()));
    }

    private long differingSlices() {
        TreeSet<Long> all = new TreeSet<>(counted.slices().keySet());
        all.addAll(stored.usage().slices().keySet());
        SliceUsage none = new SliceUsage();
        return all.stream()
                .filter(start -> !counted.slices()
                        .getOrDefault(start, none)
                        .isSame(stored.usage().slices().getOrDefault(start, none)))
                .count();
    }

    boolean isExact() {
        return checks().stream().allMatch(Check::holds);
    }
}
