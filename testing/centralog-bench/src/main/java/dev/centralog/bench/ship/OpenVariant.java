// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.CentralogStats;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AppenderVariant} in a running framework that logs only to it. Thread-safety: any thread may call {@link
 * #log}.
 */
interface OpenVariant extends AutoCloseable {
    /** Logs at INFO. */
    void log(String message);

    /** Logs at WARN. */
    void warn(String template, Object argument);

    /** Logs a text without arguments at WARN. */
    void warn(String message);

    /** Returns our appender's counts; null for another appender. */
    @Nullable
    CentralogStats stats();

    /** Blocks until the appender has ended. */
    @Override
    void close();
}
