// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/**
 * A sealed slice of actions, on lease: one {@link GatheredAction} for each pair of a user and an action that was counted in
 * it. A slice may hold millions of them; they are read from Redis page by page during the iteration, in no particular order.
 */
public interface ActionSlice extends Delivery, Iterable<GatheredAction> {
    /** Returns the time at which the slice began, by Redis's clock. */
    Instant sliceStart();

    /** Returns the length of the slice. */
    Duration sliceLength();

    /**
     * Returns an iterator over everything that the slice holds; each call begins at the start. The iterator's methods read
     * from Redis and block. {@code hasNext} throws {@link DeliveryGoneException} if another reader has stored and acknowledged
     * the slice meanwhile, so an iteration that reaches the end has seen all of it. It throws
     * {@link dev.centralog.CentralogException} if Redis is unavailable.
     */
    @Override
    Iterator<GatheredAction> iterator();
}
