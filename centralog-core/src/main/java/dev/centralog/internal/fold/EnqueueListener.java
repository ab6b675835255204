// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * Told of each new entry of a folder. Between its beginning and its end other callers may find the entry, and the shipper
 * does not yet.
 *
 * <p>Thread-safety: any thread.
 */
public interface EnqueueListener {
    /** Nobody to tell. */
    EnqueueListener NONE = new EnqueueListener() {};

    default void begins() {}

    /** The shipper finds it. */
    default void queued() {}

    /** It was queued, or did not come to be. */
    default void ends() {}
}
