// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Instant;
import java.util.List;

/**
 * A sealed window on lease: its content can't change any more, and it is deleted from Redis when it is acknowledged.
 * The lease is extended in the background for as long as the delivery is neither acknowledged nor released and its
 * {@link EventSource} is open; should this process die or sleep, the lease ends and another reader gets the same
 * delivery, with the same identities.
 *
 * <p>Thread-safety: all methods may be called by any thread.
 */
public interface Delivery {
    /** The second that was sealed. */
    Instant windowStart();

    /** The name of this sealing: {@code source:partition:generation}. */
    String delivery();

    /** How often it was taken, this time included: 1 at first. */
    int attempts();

    /**
     * All that the window holds. Reads from Redis; blocks.
     *
     * @throws dev.centralog.CentralogException if Redis does not answer or the delivery is gone
     */
    Content content();

    /**
     * Deletes the window from Redis. To be called after what was made of it is safe. Blocks.
     *
     * @return false if another reader has taken it over meanwhile: harmless where identities make rows the same
     * @throws dev.centralog.CentralogException if Redis does not answer; it may have been deleted all the same
     */
    boolean acknowledge();

    /** Gives up the lease without deleting anything: it is not extended any more, and ends. Does not block. */
    void release();

    /**
     * What a window holds.
     *
     * @param events the groups, by time, then by sequence, then by group
     * @param drops what producers reported as given up
     * @param unreadable payloads that could not be read; their counts are among the events
     */
    record Content(List<GatheredEvent> events, List<DropReport> drops, List<UnreadablePayload> unreadable) {
        public Content {
            events = List.copyOf(events);
            drops = List.copyOf(drops);
            unreadable = List.copyOf(unreadable);
        }
    }
}
