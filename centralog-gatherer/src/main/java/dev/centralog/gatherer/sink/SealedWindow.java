// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.EventWindow;

/**
 * A sealed second of events as it is handed to a sink.
 *
 * @param delivery as {@link SealedDelivery#delivery}
 * @param attempts as {@link SealedDelivery#attempts}
 * @param content all that it holds
 */
public record SealedWindow(String delivery, int attempts, EventWindow.Content content) implements SealedDelivery {}
