// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * A listener for new entries of a folder. Between {@link #begins} and {@link #ends}, other callers may find the entry
 * before the shipper does.
 *
 * <p>Thread-safety: any thread.
 */
public interface EnqueueListener {
    /** A listener that does nothing. */
    EnqueueListener NONE = new EnqueueListener() {};

    default void begins() {}

    /** Notes that the shipper can find the entry. */
    default void queued() {}

    /** Notes that the entry was queued, or was not created. */
    default void ends() {}
}
