// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

/** A log statement whose event goes to one appender. Thread-safety: any thread calls {@link #log}. */
interface Statement extends AutoCloseable {
    /** Logs one event: every time the same one, or what {@code argument} makes of it. */
    void log(Object argument);

    /** Calls so far whose event was given up. */
    default long dropped() {
        return 0;
    }

    /** Waits until what was taken has arrived, and ends what runs behind it. */
    @Override
    void close();
}
