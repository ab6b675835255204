// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * The reason for which an event was dropped; statistics, Redis and the database use its {@linkplain #label() label}.
 */
public enum DropReason {
    /** The buffer was full, and the event's group was not in it. */
    BUFFER_FULL("bufferFull"),
    /** The event was logged after the producer was closed. */
    CLOSED("closed"),
    /** Redis had not acknowledged the event when the producer's time to close ran out. */
    SHUTDOWN("shutdown"),
    /**
     * The event was logged by one of Centralog's own threads, or by a library of the Redis client that the
     * application shares with Centralog, on a thread of that client.
     */
    OWN_LOGGER("ownLogger"),
    /** The event was logged during the logging of another event, and the framework forbids that. */
    RECURSION("recursion"),
    /** The event could not be read or rendered, even without its arguments. */
    UNREADABLE("unreadable"),
    /** The event was drained to be shipped when something failed that must not fail, for lack of memory for example. */
    FAULT("fault"),
    /** Redis lost batches that it had acknowledged or that were under way, and they can't be sent again. */
    REDIS_LOST("redisLost"),
    /** The event was on disk, and could not be read back. */
    SPILL_DAMAGED("spillDamaged");

    private final String label;

    DropReason(String label) {
        this.label = label;
    }

    /** Returns the name of this reason in statistics, in Redis and in the database. */
    public String label() {
        return label;
    }
}
