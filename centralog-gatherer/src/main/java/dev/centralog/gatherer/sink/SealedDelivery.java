// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** A delivery as it is handed to a sink: a {@link SealedWindow} of events or a {@link SealedSlice} of actions. */
public sealed interface SealedDelivery permits SealedWindow, SealedSlice {
    /** Returns the name of its seal: {@code source:partition:generation}, where the source is the redis id. */
    String delivery();

    /** Returns the number of attempts to store it, of all gatherers together, this one included. */
    int attempts();

    /** Returns whether no gatherer can have stored any of it before; a sink need not look for its rows then. */
    default boolean isFirstAttempt() {
        return attempts() == 1 && delivery().endsWith(":1");
    }
}
