// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.internal.wire.Window;
import org.jspecify.annotations.Nullable;

/**
 * The shipper's view of one signal: the counts that wait to be shipped, and the lines that are drained from them.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
public interface DrainSource {
    ProducerCounters counters();

    /** Takes over the entries that were created since the last call. */
    void admitFresh();

    /** Whether there is nothing to drain, now or later. */
    boolean isEmpty();

    /** Whether there is something to drain now. */
    boolean isDue(DrainContext now);

    /** Whether the next drain takes all that is there now; it does not if it continues a drain that was stopped. */
    default boolean drainsAll() {
        return true;
    }

    /** Takes counts and hands them to {@code sink}, window by window, until it wants no more. */
    void drain(DrainContext now, Sink sink);

    /** Notes that a line drained from that entry was confirmed. */
    void confirmed(PendingEntry entry);

    /** Closes everything, and returns the number of events or actions that had been counted and not drained. */
    long abandon();

    /**
     * The time and the circumstances of a drain.
     *
     * @param redisMillis the time by Redis's clock, in milliseconds
     * @param nanos the time by this process's clock, in nanoseconds
     * @param round the number of the current round: a new one begins at most twice in a flush interval, or at once if
     *     there is no time to lose; an entry that is not new is drained once a round
     * @param hurried whether the JVM is ending, or calls wait: then no count waits for further counts
     * @param last whether nothing more will be logged, since everything is closed
     */
    record DrainContext(long redisMillis, long nanos, long round, boolean hurried, boolean last) {}

    /**
     * A line of a batch, and the entry that it was drained from: null for a drop report.
     *
     * @param first whether it is the first line of its group in its window
     */
    record DrainedCount(BatchLine line, @Nullable PendingEntry entry, boolean first) {}

    /** A receiver of lines. */
    interface Sink {
        boolean wantsMore();

        void line(Window window, DrainedCount count);

        /** Notes that the window has no more lines now. */
        void endOfWindow();

        /** Whether delivery may be delayed, so that each line must carry its payload in case Redis has dropped it. */
        default boolean isForLater() {
            return false;
        }
    }
}
