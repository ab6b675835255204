// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * A list of groups and counts under one number. It is frozen once it has its number: until the reply comes, Redis may apply
 * it at any time, so it is sent again unchanged and never grows. Only its window may move, and only after Redis has refused
 * the old window and has not consumed the number.
 *
 * @param number its place in its chain
 * @param sender the process that it is of
 * @param window the window that it counts into
 * @param lines at most {@value #MAX_LINES}; of events, their groups are distinct
 */
public record Batch(BatchNumber number, Sender sender, Window window, List<BatchLine> lines) {
    /**
     * The most lines of a batch. Redis copies the arguments of a call to the Lua stack, which holds some 8,000; a line takes
     * three.
     */
    public static final int MAX_LINES = 1000;

    /**
     * The number of samples from which on a batch is closed. The line that reaches it brings 257 at most, and each takes three
     * arguments, too.
     */
    public static final int MAX_SAMPLES = 1000;

    /** The size of its payloads and samples at which a batch is closed, so that one call never blocks Redis for long. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 20;

    public Batch {
        lines = List.copyOf(lines);
    }

    /** Creates a batch of a process of which nothing but the number is known. */
    public Batch(BatchNumber number, long process, Window window, List<BatchLine> lines) {
        this(number, Sender.of(process), window, lines);
    }

    /** Returns the process under which its events are counted, beside their groups; 0 if processes are folded together. */
    public long process() {
        return sender.process();
    }

    /** Returns the producer id of the number. */
    public UUID producer() {
        return number.producer();
    }

    /** Returns the number within its chain. */
    public long sequence() {
        return number.sequence();
    }

    Batch movedTo(Window otherWindow) {
        return new Batch(number, sender, otherWindow, lines);
    }

    Batch numbered(BatchNumber other) {
        return new Batch(other, sender, window, lines);
    }

    /** Returns the number of events of which samples were due. */
    long samplesTaken() {
        return sum(line -> line.samples().taken());
    }

    /** Returns the number of samples in it. */
    public long samplesKept() {
        return sum(line -> line.samples().kept());
    }

    /** Returns the number of events of which samples were due, and that have none here. */
    public long samplesLeftOut() {
        return sum(line -> line.samples().leftOut());
    }

    private long sum(ToLongFunction<BatchLine> each) {
        return lines.stream().mapToLong(each).sum();
    }

    /** Returns the sum of its counts, without signs of life. */
    long repeats() {
        long sum = 0;
        for (BatchLine line : lines) {
            sum += ReservedGroups.isSign(line.group()) ? 0 : line.repeats();
        }
        return sum;
    }

    /** Whether it has signs of life and nothing else. If Redis loses it, nothing is lost that is counted. */
    boolean isOfSignsAlone() {
        for (BatchLine line : lines) {
            if (!ReservedGroups.isSign(line.group())) {
                return false;
            }
        }
        return true;
    }
}
