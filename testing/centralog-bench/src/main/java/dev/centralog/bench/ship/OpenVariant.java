// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.CentralogStats;
import org.jspecify.annotations.Nullable;

/** An {@link AppenderVariant} in a framework that runs, and logs to it alone. Thread-safety: {@link #log} by any thread. */
interface OpenVariant extends AutoCloseable {
    /** Logs at INFO. */
    void log(String message);

    /** What our appender has counted; null of another's. */
    @Nullable
    CentralogStats stats();

    /** Blocks until the appender has ended. */
    @Override
    void close();
}
