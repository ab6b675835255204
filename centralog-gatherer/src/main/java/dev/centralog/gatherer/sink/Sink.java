// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * A place where deliveries of one stream are stored for good: windows of events, or slices of actions.
 *
 * <p>What it promises: it is idempotent on the identity of a row, which for events is {@code (windowStart, groupId,
 * delivery)} and for actions {@code (sliceStart, sliceLength, user, action, delivery)}. The same identity stored again, by
 * whomever, is the same row, with the larger of both counts; a row of events stored without its event takes the event of
 * a later storing that has one; a row of actions has the totals of the larger count, or of whoever has any. A delivery is
 * stored whole or not at all. {@code SinkContract} and {@code ActionSinkContract} test it
 * on each database.
 *
 * <p>Thread-safety: none; one gatherer uses it from one thread at a time.
 *
 * @param <D> what is stored
 */
public interface Sink<D extends SealedDelivery> extends AutoCloseable {
    /**
     * Makes ready to store: connects, and brings the schema up to date. Called before the first {@link #store}, again
     * while it fails for a reason that may pass; does nothing when all is ready. Blocks.
     *
     * @throws SinkException if that fails
     */
    void prepare();

    /**
     * Stores a delivery in one transaction; when this returns, it is there even after a loss of power. What the database
     * does not take of a row is put aside with the reason, and its count stored all the same. Blocks.
     *
     * @throws SinkException if nothing was stored, or if it is not known whether it was
     */
    Stored store(D delivery);

    /** Disconnects. */
    @Override
    void close();
}
