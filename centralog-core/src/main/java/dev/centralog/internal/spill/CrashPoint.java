// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;

/** A step between two durable effects: where a process may die, and where tests make it die. */
enum CrashPoint {
    /** Nothing of this process is on disk yet. */
    BEFORE_DIRECTORY,
    /** The lock is held, the directory is not made. */
    AFTER_LOCK,
    BEFORE_WRITE,
    /** The record's header is written, its body is not. */
    IN_MID_RECORD,
    /** The record is on disk, and still held in memory. */
    AFTER_WRITE,
    BEFORE_FORCE,
    AFTER_FORCE,
    /** The lock of a dead process is taken. */
    WHILE_ADOPTING,
    /** The record is back in memory, and not sent. */
    AFTER_READ,
    /** Redis has confirmed it, and nothing on disk says so. */
    BEFORE_CONFIRM,
    AFTER_CONFIRM,
    /** What follows is to have another producer's name. */
    BEFORE_RENAME,
    /** It has, and nothing was sent under it. */
    AFTER_RENAME,
    /** All of a segment is confirmed. */
    BEFORE_DELETE,
    AFTER_DELETE,
    /** The last segment is gone, its directory is not. */
    BEFORE_DIRECTORY_DELETE,
    /** The directory is gone, its lock's file is not. */
    IN_MID_DIRECTORY_DELETE;

    /** Told of each step; throws what is to go wrong there. */
    interface Hook {
        void reached(CrashPoint point) throws IOException;
    }
}
