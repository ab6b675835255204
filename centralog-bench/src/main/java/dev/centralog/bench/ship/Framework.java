// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.CentralogStats;
import org.jspecify.annotations.Nullable;

/** A logging framework with one appender, as its configuration says. Thread-safety: {@link #log} by any thread. */
interface Framework extends AutoCloseable {
    /** Logs at INFO. */
    void log(String message);

    /** What our appender has counted; null of another's. */
    @Nullable
    CentralogStats stats();

    /** Blocks until the appender has ended. */
    @Override
    void close();
}
