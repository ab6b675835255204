// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.ProcessInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A sealed second of events, on lease. */
public interface EventWindow extends Delivery {
    /** Returns the start of the second that was sealed, by Redis's clock. */
    Instant windowStart();

    /**
     * Reads from Redis all that the window holds, and returns it at once, however much memory that takes; {@link #parts} takes
     * a bounded amount. Blocks.
     *
     * @throws DeliveryGoneException if another reader has stored and acknowledged the window
     * @throws dev.centralog.CentralogException if Redis is unavailable
     */
    Content content();

    /**
     * Returns the same content in parts, in the order of time: usually one part, and several if a single one would take more
     * than an eighth of the memory that the JVM may use. A single part is read by this call, and iterating over it reads
     * nothing. One of several parts is read when the iteration reaches it, in each iteration again. Both this call and the
     * iteration block, and throw as {@link #content} does.
     */
    default Iterable<Content> parts() {
        return List.of(content());
    }

    /**
     * The content of a window, or of a part of it.
     *
     * @param events the groups, ordered by time, then by sequence, then by group
     * @param drops the reports of what producers dropped
     * @param unreadable the payloads that could not be read; their counts are among the events
     * @param processes what the window says of processes
     */
    record Content(
            List<GatheredEvent> events,
            List<DropReport> drops,
            List<UnreadablePayload> unreadable,
            Processes processes) {
        public Content {
            events = List.copyOf(events);
            drops = List.copyOf(drops);
            unreadable = List.copyOf(unreadable);
        }

        /** Creates a content of which no process is known. */
        public Content(List<GatheredEvent> events, List<DropReport> drops, List<UnreadablePayload> unreadable) {
            this(events, drops, unreadable, Processes.NONE);
        }
    }

    /**
     * The data that a window has of processes.
     *
     * @param known what those that have counted in it say of themselves, by their 16 hexadecimal digits; one that said nothing
     *     is missing
     * @param signs their signs of life
     */
    record Processes(Map<String, ProcessInfo> known, List<ProcessSign> signs) {
        /** No processes and no signs. */
        public static final Processes NONE = new Processes(Map.of(), List.of());

        public Processes {
            known = Map.copyOf(known);
            signs = List.copyOf(signs);
        }
    }
}
