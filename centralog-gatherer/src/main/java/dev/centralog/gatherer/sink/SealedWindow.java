// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.EventWindow;
import java.util.List;

/**
 * A sealed second of events as it is handed to a sink. Each part is written before the next one is asked for: first the groups
 * and processes of each, then the rows of all in one transaction.
 *
 * @param delivery the same as {@link SealedDelivery#delivery}
 * @param attempts the same as {@link SealedDelivery#attempts}
 * @param parts all parts of the window, from the start in each iteration, see {@link EventWindow#parts}. If the iteration
 *     throws, the sink undoes the rows that it has written, and passes the exception to its caller
 */
public record SealedWindow(String delivery, int attempts, Iterable<WindowPart> parts) implements SealedDelivery {
    /** Makes a window of a single part. */
    public SealedWindow(String delivery, int attempts, EventWindow.Content content) {
        this(delivery, attempts, List.of(WindowPart.of(content)));
    }
}
