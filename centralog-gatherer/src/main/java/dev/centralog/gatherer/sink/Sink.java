// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * A place where deliveries of one stream are stored for good: windows of events, or slices of actions.
 *
 * <p>Its promises: it is idempotent on the identity of a row, which for events is {@code (windowStart, groupId, delivery)} and
 * for actions {@code (sliceStart, sliceLength, user, action, delivery)}. The same identity stored again, by any gatherer, is
 * the same row, with the larger of both counts. A row of events stored without its event takes the event of a later storing
 * that has one. A row of actions has the totals of the larger count or, if that came without totals, those of the other. A
 * delivery is stored whole or not at all. {@code SinkContract} and {@code ActionSinkContract} test it on each database.
 *
 * <p>Thread-safety: none; one gatherer uses it from one thread at a time.
 *
 * @param <D> the type of the deliveries
 */
public interface Sink<D extends SealedDelivery> extends AutoCloseable {
    /**
     * Connects, and brings the schema up to date. Called before the first {@link #store}, and again while it fails for a reason
     * that may pass; does nothing if all is ready. Blocks.
     *
     * @throws SinkException if that fails
     */
    void prepare();

    /**
     * Stores a delivery, all its rows in one transaction. After this has returned, the delivery survives a loss of power. If the database
     * refuses a row, its count is stored all the same, and the rest is put aside with the reason. Blocks.
     *
     * @throws SinkException if no row was stored, or if it is not known whether it was
     */
    Stored store(D delivery);

    /** Disconnects. */
    @Override
    void close();
}
