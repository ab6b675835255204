// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Instant;
import java.util.List;

/** A sealed second of events, on lease. */
public interface EventWindow extends Delivery {
    /** The second that was sealed. */
    Instant windowStart();

    /**
     * All that the window holds, at once: {@link #parts} take a bounded memory. Reads from Redis; blocks.
     *
     * @throws DeliveryGoneException if another reader has stored and acknowledged it
     * @throws dev.centralog.CentralogException if Redis does not answer
     */
    Content content();

    /**
     * The same in parts, in the order of time: one as a rule, and more where one would take more than an eighth of the
     * memory that the JVM may use. Where it is one, it is read at once, and iterating over it reads nothing; else each
     * part is read when it is asked for, at each iteration again. Blocks; both throw as {@link #content} does.
     */
    default Iterable<Content> parts() {
        return List.of(content());
    }

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
