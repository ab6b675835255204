// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.CentralogStats;
import org.jspecify.annotations.Nullable;

/** A log statement whose event goes to one appender. Thread-safety: any thread calls each of its methods. */
interface Statement extends AutoCloseable {
    /** Logs an event of a group that is the same every time. */
    void repeat(Object argument);

    /** Logs an event whose group is that of its text. */
    void say(String text);

    /** As {@link #say}, with a throwable. */
    void fail(String text, Throwable thrown);

    /** What our appender has counted; null of another's. */
    @Nullable
    CentralogStats stats();

    /** Blocks until what runs behind it is there: an application starts once, and has more than a few seconds for it. */
    default void awaitReady() {
        if (stats() != null) {
            repeat("the first");
            ShippingChecks.await(this::stats);
        }
    }

    /** Calls so far whose event was given up. */
    default long dropped() {
        CentralogStats stats = stats();
        return stats == null ? 0 : stats.totalDropped();
    }

    /** Waits until what was taken has arrived, and ends what runs behind it. */
    @Override
    void close();
}
