// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/** Why an event was given up; the {@linkplain #label() label} is what statistics, Redis and the database say. */
public enum DropReason {
    /** The buffer was full, and the event's group was not in it. */
    BUFFER_FULL("bufferFull"),
    /** Logged after the producer was closed. */
    CLOSED("closed"),
    /** Not acknowledged by Redis when the producer's time to close ran out. */
    SHUTDOWN("shutdown"),
    /** An event of Centralog's own threads, or of a Redis client that the application shares with it, about that. */
    OWN_LOGGER("ownLogger"),
    /** Logged from within the logging of another event where the framework forbids that. */
    RECURSION("recursion"),
    /** The event could not be read or rendered, even without its arguments. */
    UNREADABLE("unreadable"),
    /** Taken out to be shipped when something failed that must not, for want of memory say. */
    FAULT("fault"),
    /** Redis lost what it had acknowledged or what was under way, and it can't be sent again. */
    REDIS_LOST("redisLost"),
    /** It was on disk, and could not be read back. */
    SPILL_DAMAGED("spillDamaged");

    private final String label;

    DropReason(String label) {
        this.label = label;
    }

    /** The name of this reason in statistics, in Redis and in the database. */
    public String label() {
        return label;
    }
}
