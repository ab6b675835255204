// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import dev.centralog.CentralogStats;
import java.util.Map;

/** What an application does with its framework. Thread-safety: any thread logs, one asks and stops. */
public interface Application {
    /** How an application's code logs. */
    interface Log {
        void info(String template, Object argument);

        void error(String template, Throwable thrown);
    }

    Log logger(String name);

    /** What each of Centralog's appenders has counted, by name. */
    Map<String, CentralogStats> stats();

    /** Stops the framework, as users do at the end. Blocks, for as long as {@code shutdownTimeout} allows. */
    void stop();
}
