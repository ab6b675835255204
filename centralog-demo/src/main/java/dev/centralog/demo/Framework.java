// SPDX-License-Identifier: Apache-2.0
package dev.centralog.demo;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import java.io.PrintWriter;

/**
 * A logging framework in a context of its own, where everything that is logged goes to our appender and nothing else
 * does. Thread-safe.
 */
interface Framework extends AutoCloseable {
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

    /** The frameworks that there are. */
    enum Kind {
        log4j2 {
            @Override
            Framework start(CentralogConfig config, PrintWriter err) {
                return Log4j2Framework.start(config);
            }
        },
        logback {
            @Override
            Framework start(CentralogConfig config, PrintWriter err) {
                return LogbackFramework.start(config, err);
            }
        };

        /** Starts it; its troubles go to {@code err}, or where the framework itself says them. */
        abstract Framework start(CentralogConfig config, PrintWriter err);
    }
}
