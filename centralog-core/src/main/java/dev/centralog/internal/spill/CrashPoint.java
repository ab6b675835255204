// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;

/** A step between two durable effects, at which a process may die, and at which tests make it die. */
enum CrashPoint {
    /** No file of this process is on disk yet. */
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
    /** The records that follow are to get another producer's name. */
    BEFORE_RENAME,
    /** The records have that name, and none was sent under it. */
    AFTER_RENAME,
    /** All of a segment is confirmed. */
    BEFORE_DELETE,
    AFTER_DELETE,
    /** The last segment is deleted, its directory is not. */
    BEFORE_DIRECTORY_DELETE,
    /** The directory is deleted, its lock's file is not. */
    IN_MID_DIRECTORY_DELETE;

    /** The receiver of each step; it throws what is to go wrong there. */
    interface Hook {
        void reached(CrashPoint point) throws IOException;
    }
}
