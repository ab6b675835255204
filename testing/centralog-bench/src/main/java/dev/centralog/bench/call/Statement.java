// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.CentralogStats;
import org.jspecify.annotations.Nullable;

/** A log statement whose event goes to one appender. Thread-safety: any thread may call each of its methods. */
interface Statement extends AutoCloseable {
    /** Logs an event of the same group every time. */
    void repeat(Object argument);

    /** Logs an event whose group depends on its text. */
    void say(String text);

    /** Logs as {@link #say} does, with a throwable. */
    void fail(String text, Throwable thrown);

    /** Returns our appender's counts; null for another appender. */
    @Nullable
    CentralogStats stats();

    /** Blocks until the background work is ready: an application starts once, and has more than a few seconds for it. */
    default void awaitReady() {
        if (stats() != null) {
            repeat("the first");
            ShippingChecks.await(this::stats);
        }
    }

    /** Returns the number of calls so far whose event was dropped. */
    default long dropped() {
        CentralogStats stats = stats();
        return stats == null ? 0 : stats.totalDropped();
    }

    /** Waits until what was accepted has arrived, and ends the background work. */
    @Override
    void close();
}
