// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Stub while core is being written. */
@SuppressWarnings("DoNotCallSuggester")
public final class EventSource implements AutoCloseable {
    private EventSource() {}

    /**
     * Connects to Redis.
     *
     * @throws dev.centralog.CentralogException if Redis can't be reached, refuses us, or is too old; the message says
     *     which and names the setting
     */
    public static EventSource open(CentralogConfig config, StatusListener status) {
        throw new IllegalStateException();
    }

    /**
     * Seals the earliest window that is due and takes it, or takes over one whose lease has ended.
     *
     * @param wait how long to wait for one; zero: not at all
     * @return the window, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis does not answer
     * @throws InterruptedException if the calling thread is interrupted
     */
    public @Nullable Delivery claim(Duration wait) throws InterruptedException {
        throw new IllegalStateException();
    }

    /** What Redis holds now. Blocks; throws as {@link #claim} does. */
    public Backlog backlog() {
        throw new IllegalStateException();
    }

    /** Releases what is held, and disconnects. */
    @Override
    public void close() {}
}
