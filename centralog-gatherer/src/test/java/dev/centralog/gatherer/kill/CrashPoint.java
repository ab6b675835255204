// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

/** The points between two durable effects of a gatherer at which it may die, in the order of a delivery's steps. */
public enum CrashPoint {
    /** The delivery is sealed and leased, or taken over; nothing of it is read. */
    AFTER_CLAIM,
    /** The delivery was taken over from a gatherer whose lease has ended. */
    TAKEOVER,
    /** All of the delivery is read; of a slice, all but the last chunk is written. */
    AFTER_READ,
    /** The first transaction is about to begin. */
    BEFORE_TRANSACTION,
    /** The groups and processes of the delivery are committed; no row is. */
    AFTER_SHARED,
    /** Only some of the rows are written. */
    MID_BATCH,
    /** The count of a row that the database refuses is written, but its dead letter is not. */
    DEAD_LETTERING,
    /** All is written, but nothing is committed. */
    BEFORE_COMMIT,
    /** The delivery is committed, but not acknowledged. */
    AFTER_COMMIT,
    /** The delivery is acknowledged. */
    AFTER_ACKNOWLEDGE;

    /** A listener that is called when a gatherer reaches a point; it does not return if the gatherer must die there. */
    public interface Listener {
        void at(CrashPoint point);
    }
}
