// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The result that a process under attack prints at its end.
 *
 * @param mostBuffered the most bytes that were buffered in any sample
 * @param steady the logged events of the normal group
 * @param folded the events that found their group; none of the attackers' events does
 * @param liveHeap the bytes after a garbage collection, in several samples of the second half
 */
record AttackResult(
        long logged,
        long acknowledged,
        long dropped,
        long mostBuffered,
        long steady,
        long folded,
        List<Long> liveHeap) {
    private static final String HEAD = "attacked ";

    AttackResult {
        liveHeap = List.copyOf(liveHeap);
    }

    double foldedShare() {
        return (double) folded / steady;
    }

    /** Returns the ratio of the last live heap to the first. */
    double heapGrowth() {
        return (double) liveHeap.get(liveHeap.size() - 1) / liveHeap.get(0);
    }

    String line() {
        List<Long> numbers = new ArrayList<>(List.of(logged, acknowledged, dropped, mostBuffered, steady, folded));
        numbers.addAll(liveHeap);
        return HEAD + String.join(" ", numbers.stream().map(String::valueOf).toList());
    }

    /** Reads what {@link #line} wrote, from among other lines. */
    static AttackResult of(String output) {
        List<Long> numbers = output.lines()
                .filter(line -> line.startsWith(HEAD))
                .map(line -> Arrays.stream(line.substring(HEAD.length()).split(" "))
                        .map(Long::valueOf)
                        .toList())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a producer did not say what it did:\n" + output));
        return new AttackResult(
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5),
                numbers.subList(6, numbers.size()));
    }
}
