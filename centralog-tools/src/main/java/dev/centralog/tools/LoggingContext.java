// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogStats;

/**
 * A context of a framework, where everything that is logged goes to our appender and nothing else does. Thread-safe.
 */
interface LoggingContext extends AutoCloseable {
    /** The logger of that name. */
    EventLogger logger(String name);

    /** Counts an action, by an event with its marker: the appender's settings say whether that is stored as well. */
    void act(String user, String action, long value);

    /** What the appender has counted of events; after {@link #close} too. */
    CentralogStats stats();

    /** What the appender has counted of actions; after {@link #close} too. */
    CentralogStats actionStats();

    /** Stops the framework, and so the appender. Blocks up to the setting {@code shutdownTimeout}. */
    @Override
    void close();
}
