// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import dev.centralog.CentralogStats;
import java.util.Map;

/** An application that uses its framework. Thread-safety: any thread logs; one thread reads the counts and stops it. */
public interface Application {
    /** The application's way to log. */
    interface Log {
        void info(String template, Object argument);

        void error(String template, Throwable thrown);
    }

    Log logger(String name);

    /** Returns the counts of each of Centralog's appenders, by name. */
    Map<String, CentralogStats> stats();

    /** Stops the framework, as users do at the end. Blocks for as long as {@code shutdownTimeout} allows. */
    void stop();
}
