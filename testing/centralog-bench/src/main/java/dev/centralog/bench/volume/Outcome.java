// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.volume.SliceUsage.Sums;
import dev.centralog.bench.volume.Store.Activity;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param database which one, and its version
 * @param counted what the processes say that they counted
 * @param stored what stands in the database
 * @param tableRows rows of the table {@code actions}, as SQL counts them
 * @param viewRows rows of the view {@code action_slice}
 * @param activity what the database did, if it says so
 * @param peakBytes the most memory that Redis used beyond an empty one's
 * @param times how long it took
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
     * How long it took since the first process was started.
     *
     * @param counting until the last process had ended
     * @param storing until all was stored
     */
    record Times(Duration counting, Duration storing) {
        long actionsPerSecond(long actions) {
            return actions * 1000 / Math.max(1, counting.toMillis());
        }
    }

    /** Two numbers that must be the same. */
    record Check(String what, long expected, long found) {
        boolean holds() {
            return expected == found;
        }
    }

    /** All that must hold. */
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
