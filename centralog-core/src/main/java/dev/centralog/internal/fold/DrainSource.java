// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.internal.wire.Window;
import org.jspecify.annotations.Nullable;

/**
 * The shipper's view of one signal: what waits of it, and the lines that are cut from that.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
public interface DrainSource {
    ProducerCounters counters();

    /** Takes over what was counted for the first time since the last call. */
    void admitFresh();

    /** Whether there is nothing to cut, now or later. */
    boolean isEmpty();

    /** Whether there is something to cut now. */
    boolean isDue(DrainContext now);

    /** Whether the next cut takes all that is there now: not if it goes on where the last one was stopped. */
    default boolean drainsAll() {
        return true;
    }

    /** Takes counts and hands them on, window by window, until {@code sink} wants no more. */
    void drain(DrainContext now, Sink sink);

    /** A line that was cut from that was confirmed. */
    void confirmed(PendingEntry entry);

    /** Closes everything; answers what had been counted. */
    long abandon();

    /**
     * When it is.
     *
     * @param redisMillis by Redis's clock
     * @param nanos by this process's
     * @param hurried whether the JVM is ending, or calls wait: nothing is to wait for company
     * @param round how often the flush interval was over; what is cut more often is cut once a round
     * @param last whether nothing more will be logged: everything is closed
     */
    record DrainContext(long redisMillis, long nanos, long round, boolean hurried, boolean last) {}

    /**
     * A line of a batch, and what it was cut from: null for a drop report.
     *
     * @param first whether it is the first of its group in its window
     */
    record DrainedCount(BatchLine line, @Nullable PendingEntry entry, boolean first) {}

    /** Takes lines. */
    interface Sink {
        boolean wantsMore();

        void line(Window window, DrainedCount count);

        /** No more lines of the window now. */
        void endOfWindow();

        /** Whether it may be long until the lines reach Redis, so that they had better bring what it may have let go of. */
        default boolean isForLater() {
            return false;
        }
    }
}
