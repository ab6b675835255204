// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

/** What the shipper is doing. */
enum ShipperState {
    /** Nothing is to be shipped: the first entry that is queued ends that. */
    IDLE,
    /** Waiting until the flush interval is over, the buffer presses, or a call waits. */
    COLLECTING,
    /** Draining, sending, and taking replies. */
    FLUSHING,
    /** The last attempt has failed: pausing before the next, and writing to disk meanwhile, if that is on. */
    UNAVAILABLE,
    /** A flush that was begun when nothing more would be logged. */
    LAST_FLUSH,
    /** Such a flush has failed: pausing before the next, or leaving all to the disk. */
    LAST_FLUSH_FAILED,
    /** The thread has ended, or is about to. */
    ENDED;

    /** The state after a failure. */
    ShipperState afterFailure() {
        return this == LAST_FLUSH || this == LAST_FLUSH_FAILED ? LAST_FLUSH_FAILED : UNAVAILABLE;
    }
}
