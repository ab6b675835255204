// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogStats;

/** A framework's context in which all events, and nothing else, go to our appender. Thread-safe. */
interface LoggingContext extends AutoCloseable {
    /** Returns the logger of that name. */
    EventLogger logger(String name);

    /**
     * Counts an action by logging an event with the action marker. The appender's settings decide whether that event is
     * stored as well.
     */
    void act(String user, String action, long value);

    /** Returns the appender's counts of events; after {@link #close} too. */
    CentralogStats stats();

    /** Returns the appender's counts of actions; after {@link #close} too. */
    CentralogStats actionStats();

    /** Stops the framework, and so the appender. Blocks for at most the setting {@code shutdownTimeout}. */
    @Override
    void close();
}
