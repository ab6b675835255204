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
    /** The most rows that a sink writes at once: reading as many ahead keeps both at work. */
    public static final int CHUNK_ROWS = 2048;

    /** The most characters that a sink writes at once, with the row that reaches it. */
    public static final long CHUNK_CHARACTERS = 4L << 20;

    /** Makes a slice of actions, whose rows are made when the iteration reaches them. */
    public static SealedSlice of(String delivery, int attempts, Iterable<GatheredAction> actions) {
        return new SealedSlice(delivery, attempts, ActionRow.ofEach(actions));
    }
}
