// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.wire.Window;
import java.util.List;
import java.util.UUID;

/**
 * Groups and counts under a number. Frozen once it has one: until it is answered, the bytes may run at any time, so it is
 * sent again as it was, never grown. Only its window may move, and only after Redis refused the old one and did not
 * consume the number.
 *
 * @param number its place in its chain
 * @param process what its events are counted under, beside their groups; 0 if processes are folded together
 * @param window what it counts into
 * @param lines at most {@value #MAX_LINES}; of events, their groups are distinct
 */
public record Batch(BatchNumber number, long process, Window window, List<BatchLine> lines) {
    /** Redis copies the arguments of a call to the Lua stack, which is good for some 8,000; each line takes three. */
    public static final int MAX_LINES = 1000;

    /** A batch is closed when its payloads reach this size, so that one call never blocks Redis for long. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 20;

    public Batch {
        lines = List.copyOf(lines);
    }

    /** Returns the id that the number counts for. */
    public UUID producer() {
        return number.producer();
    }

    /** Returns the number alone. */
    public long sequence() {
        return number.sequence();
    }

    Batch movedTo(Window otherWindow) {
        return new Batch(number, process, otherWindow, lines);
    }

    Batch numbered(BatchNumber other) {
        return new Batch(other, process, window, lines);
    }

    long repeats() {
        long sum = 0;
        for (BatchLine line : lines) {
            sum += line.repeats();
        }
        return sum;
    }
}
