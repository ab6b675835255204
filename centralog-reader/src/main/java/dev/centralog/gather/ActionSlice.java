// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/**
 * A sealed slice of actions, on lease: for each user and action that acted in it, how often. A slice may hold millions;
 * they are read from Redis page by page while they are iterated over, in no particular order.
 */
public interface ActionSlice extends Delivery, Iterable<GatheredAction> {
    /** When the slice began. */
    Instant sliceStart();

    /** How long the slice was. */
    Duration sliceLength();

    /**
     * All that the slice holds, from the start. Its methods read from Redis and block; {@code hasNext} throws
     * {@link DeliveryGoneException} if another reader has stored and acknowledged the slice meanwhile, so that what was
     * read to the end is whole, and {@link dev.centralog.CentralogException} if Redis does not answer.
     */
    @Override
    Iterator<GatheredAction> iterator();
}
