// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** The classes of database errors. */
enum SqlErrorClass {
    /** The database is unavailable, busy, full, or shutting down: wait, and try again. */
    PASSING,
    /** The row is one that this database will never accept. */
    POISON,
    /** The user lacks a right, or the password is wrong. */
    REFUSED,
    /** The error is any other, which a retry does not cure. */
    BROKEN
}
