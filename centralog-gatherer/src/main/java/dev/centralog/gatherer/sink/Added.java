// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ProcessCounts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counts that a row has added to what was stored.
 *
 * @param byProcess the counts by process; those that it has added nothing to are missing
 */
record Added(Map<String, Long> byProcess) {
    /** Returns all that a row counts, for one that did not exist. */
    static Added all(ProcessCounts counts) {
        return new Added(counts.asMap());
    }

    /**
     * Returns what a merge has added to a row that existed. No count of it has fallen. If its counts by process could not be
     * read, what was added to the sum is of no process.
     */
    static Added between(RowThere before, RowThere after) {
        Map<String, Long> old = before.counts().asMap();
        Map<String, Long> added = new LinkedHashMap<>();
        long sum = 0;
        for (Map.Entry<String, Long> count : after.counts().asMap().entrySet()) {
            long more = count.getValue() - old.getOrDefault(count.getKey(), 0L);
            if (more > 0) {
                added.put(count.getKey(), more);
                sum += more;
            }
        }
        long total = Math.max(0, after.total() - before.total());
        return new Added(sum == total ? added : Map.of(ProcessCounts.UNKNOWN, total));
    }
}
