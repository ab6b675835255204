// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredAction;

/**
 * A sealed slice of actions as it is handed to a sink.
 *
 * @param delivery the same as {@link SealedDelivery#delivery}
 * @param attempts the same as {@link SealedDelivery#attempts}
 * @param rows the rows of all actions of the slice, from the start in each iteration; there may be millions, and each step may
 *     read from Redis. If the iteration throws, the sink undoes what it has written, and passes the exception to its caller
 */
public record SealedSlice(String delivery, int attempts, Iterable<ActionRow> rows) implements SealedDelivery {
    /** Makes a slice of actions, whose rows are made when the iteration reaches them. */
    public static SealedSlice of(String delivery, int attempts, Iterable<GatheredAction> actions) {
        return new SealedSlice(delivery, attempts, ActionRow.ofEach(actions));
    }
}
