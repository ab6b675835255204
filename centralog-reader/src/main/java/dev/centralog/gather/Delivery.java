// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

/**
 * A sealed window or slice, on lease: an {@link EventWindow} or an {@link ActionSlice}. Its content can't change any more, and
 * it is deleted from Redis when it is acknowledged. The lease is extended in the background for as long as the delivery
 * is neither acknowledged nor released and its source is open. If this process dies or sleeps, the lease ends and
 * another reader gets the same delivery, with the same identities.
 *
 * <p>Thread-safety: all methods may be called by any thread.
 */
public interface Delivery {
    /** Returns the name of this sealing; it is part of the identity of everything in the delivery. */
    String delivery();

    /** Returns the number of times that the delivery was taken, this time included: 1 at first. */
    int attempts();

    /**
     * Deletes the delivery from Redis. Call it only after its content is stored safely, e.g. after a commit. Blocks while Redis
     * replies.
     *
     * @return false if another reader has taken the delivery over meanwhile; harmless if rows are stored by their identities
     * @throws dev.centralog.CentralogException if Redis is unavailable; the delivery may have been deleted all the same
     */
    boolean acknowledge();

    /** Gives up the lease without deleting anything: it is not extended any more, and ends by itself. Does not block. */
    void release();
}
