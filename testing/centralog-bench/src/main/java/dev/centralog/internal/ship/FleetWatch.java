// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.concurrent.CompletableFuture;

/** A watcher of what all producers of a fleet do. Called by the fleet's thread, but for the replies of {@link #timed}. */
public interface FleetWatch {
    /** Notes an attempt to connect. */
    void connecting();

    /** Notes that a batch is sent now. */
    void sending(Batch batch);

    /** Notes that a batch was just sent, and returns its reply. */
    CompletableFuture<BatchReply> timed(CompletableFuture<BatchReply> reply);

    /** Notes a flush that has confirmed all that it had drained, and how long that took. */
    void flushed(long nanos);

    /** Notes an attempt that has failed. */
    void failed();

    /** Notes a warning to operators, by its kind. */
    void warned(String kind);

    /** Notes a producer that has ended, with everything confirmed. */
    void ended();
}
