// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

/** A watcher of what all producers of a fleet do. Called by the fleet's thread. */
public interface FleetWatch {
    /** Notes an attempt to connect. */
    void connecting();

    /** Notes that a batch is sent now. */
    void sending(Batch batch);

    /** Notes a reply to a batch, and how long it took. */
    void replied(long nanos);

    /** Notes a call that got no reply in time. */
    void unanswered();

    /** Notes a flush that has confirmed all that it had drained, and how long that took. */
    void flushed(long nanos);

    /** Notes an attempt that has failed. */
    void failed();

    /** Notes a warning to operators, by its kind. */
    void warned(String kind);

    /** Notes a producer that has ended, with everything confirmed. */
    void ended();
}
