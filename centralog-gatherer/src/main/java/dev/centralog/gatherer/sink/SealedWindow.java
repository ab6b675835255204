// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.EventWindow;
import java.util.List;

/**
 * A sealed second of events as it is handed to a sink. Each part is written before the next one is asked for, all in one
 * transaction.
 *
 * @param delivery as {@link SealedDelivery#delivery}
 * @param attempts as {@link SealedDelivery#attempts}
 * @param parts all that it holds, from the start each time it is iterated over, see {@link EventWindow#parts}. What
 *     iterating throws is for the sink's caller: the sink undoes what it has written
 */
public record SealedWindow(String delivery, int attempts, Iterable<EventWindow.Content> parts)
        implements SealedDelivery {
    /** One of a single part. */
    public SealedWindow(String delivery, int attempts, EventWindow.Content content) {
        this(delivery, attempts, List.of(content));
    }
}
