// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.Delivery;

/**
 * A sealed window as it is handed to a sink.
 *
 * @param delivery the name of its sealing: {@code source:partition:generation}
 * @param attempts how often storing it was tried, by whomever, this time included
 * @param content all that it holds
 */
public record SealedWindow(String delivery, int attempts, Delivery.Content content) {
    /** Whether nobody can have stored any of it before: a sink may then skip looking for its rows. */
    public boolean isFirstAttempt() {
        return attempts == 1 && delivery.endsWith(":1");
    }
}
