// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

/**
 * Something sealed, on lease: an {@link EventWindow} or an {@link ActionSlice}. Its content can't change any more, and
 * it is deleted from Redis when it is acknowledged. The lease is extended in the background for as long as the delivery
 * is neither acknowledged nor released and its source is open; should this process die or sleep, the lease ends and
 * another reader gets the same delivery, with the same identities.
 *
 * <p>Thread-safety: all methods may be called by any thread.
 */
public interface Delivery {
    /** The name of this sealing; part of the identity of all that is in it. */
    String delivery();

    /** How often it was taken, this time included: 1 at first. */
    int attempts();

    /**
     * Deletes it from Redis. To be called after what was made of it is safe. Blocks.
     *
     * @return false if another reader has taken it over meanwhile: harmless where identities make rows the same
     * @throws dev.centralog.CentralogException if Redis does not answer; it may have been deleted all the same
     */
    boolean acknowledge();

    /** Gives up the lease without deleting anything: it is not extended any more, and ends. Does not block. */
    void release();
}
