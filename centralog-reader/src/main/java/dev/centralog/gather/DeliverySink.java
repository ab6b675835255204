// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.io.IOException;

/**
 * A place of your own where the gatherer stores one stream, instead of a database; made by a {@link SinkFactory}.
 *
 * <p>Thread-safety: none needed; one thread uses it at a time.
 *
 * @param <T> the type of what a delivery consists of: {@link EventWindow.Content} or {@link GatheredAction}
 */
public interface DeliverySink<T> extends AutoCloseable {
    /**
     * Connects, and checks that all is there that storing needs. Called before the first {@link #store}, and again before the one that
     * follows a failure; changes nothing that is stored. Blocks.
     *
     * @throws IOException if that fails for a reason that may pass: it is called again, after a pause
     * @throws SinkRefusedException if a right is missing: the gatherer ends with exit code 77
     * @throws dev.centralog.ConfigException if the settings can't be used: the gatherer ends with exit code 78
     */
    default void prepare() throws IOException {
        // Nothing has to be connected by default.
    }

    /**
     * Stores a delivery, whole. When this has returned, it is deleted from Redis: so return only when it survives a loss of power.
     * A delivery whose storing failed, or whose gatherer died before it was deleted, is stored again, by this gatherer or by another
     * one. Then all in it has the same identities, which {@link GatheredEvent}, {@link DropReport}, {@link ProcessSign} and
     * {@link GatheredAction} name: make them the keys of what you store, or let your readers drop those that they know. Blocks.
     *
     * @param parts the delivery's content: of a window one part or several, of a slice perhaps millions. Each step of the iteration may
     *     read from Redis. An exception that it throws must be passed on
     * @return how many events, samples or totals could not be stored as they are, and were put aside
     * @throws IOException as {@link #prepare} does
     * @throws SinkRefusedException as {@link #prepare} does
     */
    long store(Iterable<T> parts) throws IOException;

    /** Disconnects. What was not stored waits in Redis. */
    @Override
    default void close() {
        // Nothing is connected by default.
    }
}
