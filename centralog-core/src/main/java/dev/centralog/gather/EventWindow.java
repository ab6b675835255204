// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Instant;
import java.util.List;

/** A sealed second of events, on lease. */
public interface EventWindow extends Delivery {
    /** The second that was sealed. */
    Instant windowStart();

    /**
     * All that the window holds. Reads from Redis; blocks.
     *
     * @throws DeliveryGoneException if another reader has stored and acknowledged it
     * @throws dev.centralog.CentralogException if Redis does not answer
     */
    Content content();

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
