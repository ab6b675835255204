// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

/** The places between two durable effects of a gatherer: where it may die. In the order of a delivery's way. */
public enum CrashPoint {
    /** It is sealed and leased, or taken over; nothing of it is read. */
    AFTER_CLAIM,
    /** It was taken over from one whose lease has ended. */
    TAKEOVER,
    /** All of it is read; of a slice, all but the last chunk is written. */
    AFTER_READ,
    /** The transaction is about to begin. */
    BEFORE_TRANSACTION,
    /** Some rows are written, some are not. */
    MID_BATCH,
    /** The count of a row that the database refuses is written, and its dead letter is not. */
    DEAD_LETTERING,
    /** All is written, nothing is committed. */
    BEFORE_COMMIT,
    /** It is committed, and not acknowledged. */
    AFTER_COMMIT,
    /** It is acknowledged. */
    AFTER_ACKNOWLEDGE;

    /** Told that a gatherer is at a point; does not return where it is to die there. */
    public interface Listener {
        void at(CrashPoint point);
    }
}
