// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** What was sealed, as it is handed to a sink: a {@link SealedWindow} of events or a {@link SealedSlice} of actions. */
public sealed interface SealedDelivery permits SealedWindow, SealedSlice {
    /** The name of its sealing: {@code source:partition:generation}. */
    String delivery();

    /** How often storing it was tried, by whomever, this time included. */
    int attempts();

    /** Whether nobody can have stored any of it before: a sink may then skip looking for its rows. */
    default boolean isFirstAttempt() {
        return attempts() == 1 && delivery().endsWith(":1");
    }
}
