// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredAction;

/**
 * A sealed slice of actions as it is handed to a sink.
 *
 * @param delivery as {@link SealedDelivery#delivery}
 * @param attempts as {@link SealedDelivery#attempts}
 * @param actions all that it holds, from the start each time it is iterated over; there may be millions, and each step may
 *     read from Redis. What iterating throws is for the sink's caller: the sink undoes what it has written
 */
public record SealedSlice(String delivery, int attempts, Iterable<GatheredAction> actions) implements SealedDelivery {}
