// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

/** The states of the shipper. */
enum ShipperState {
    /** The rest while nothing is to be shipped; the first entry that is queued ends it. */
    IDLE,
    /** The wait until the flush interval is over, the buffer presses, or a call waits. */
    COLLECTING,
    /** A flush: draining, sending, and taking replies. */
    FLUSHING,
    /** The pause between a failed attempt and the next; batches are written to disk meanwhile, if there is a spill. */
    UNAVAILABLE,
    /** A flush that began when nothing more would be logged. */
    LAST_FLUSH,
    /** The pause after such a flush has failed; it ends with the next, or with everything on disk. */
    LAST_FLUSH_FAILED,
    /** The end: the thread has ended, or is about to. */
    ENDED;

    /** Returns the state that follows a failure in this one. */
    ShipperState afterFailure() {
        return this == LAST_FLUSH || this == LAST_FLUSH_FAILED ? LAST_FLUSH_FAILED : UNAVAILABLE;
    }
}
