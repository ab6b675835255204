// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * A place where sealed windows are stored for good.
 *
 * <p>What it promises: it is idempotent on {@code (windowStart, groupId, delivery)}. The same identity stored again, by
 * whomever, is the same row, with the larger of both counts; a row stored without its event takes the event of a later
 * storing that has one. A window is stored whole or not at all. The contract test of the bundled sinks
 * ({@code SinkContract}) can be extended by others.
 *
 * <p>Thread-safety: none; one gatherer uses it from one thread at a time.
 */
public interface Sink extends AutoCloseable {
    /**
     * Makes ready to store: connects, and brings the schema up to date. Called before the first {@link #store}, again
     * while it fails for a reason that may pass; does nothing when all is ready. Blocks.
     *
     * @throws SinkException if that fails
     */
    void prepare();

    /**
     * Stores a window in one transaction; when this returns, it is there even after a loss of power. An event that the
     * database does not take is put aside with the reason, and its count stored all the same. Blocks.
     *
     * @throws SinkException if nothing was stored, or if it is not known whether it was
     */
    Stored store(SealedWindow window);

    /** Disconnects. */
    @Override
    void close();
}
