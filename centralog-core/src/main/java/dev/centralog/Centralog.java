// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/** Placeholder of the API while core is being written. */
@SuppressWarnings({"DoNotCallSuggester", "unused"})
public final class Centralog implements AutoCloseable {
    private Centralog() {}

    /**
     * Starts a producer. Returns at once: Redis is connected to in the background, and may be absent.
     *
     * @throws ConfigException if settings contradict one another
     */
    public static Centralog open(CentralogConfig config, StatusListener status) {
        throw new IllegalStateException();
    }

    /** Logs an event built by hand. Never blocks and never throws; what is given up is counted in {@link #stats}. */
    public void log(LogEvent event) {}

    /** Logs a framework's event; for adapters. Never blocks and never throws. */
    public void report(EventDraft draft) {}

    /** Counts an event that the adapter had to give up. */
    public void drop(DropReason reason) {}

    /** Whether events of the calling thread or of that logger are Centralog's own and must not be logged through it. */
    public static boolean isOwn(@org.jspecify.annotations.Nullable String logger) {
        return false;
    }

    public CentralogStats stats() {
        throw new IllegalStateException();
    }

    /** Ships what is buffered, waits for Redis to confirm it, at most that long, and stops. Returns the events left (0: none). */
    public long close(java.time.Duration timeout) {
        return 0;
    }

    /** As {@link #close(java.time.Duration)} with the setting {@code shutdownTimeout}. */
    @Override
    public void close() {}
}
