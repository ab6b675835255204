// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** What an error of a database means. */
enum SqlErrorClass {
    /** The database is away, busy, full, or shutting down: wait, and try again. */
    PASSING,
    /** A row that this database will never take. */
    POISON,
    /** No right to do this, or a wrong password. */
    REFUSED,
    /** Something that trying again does not cure. */
    BROKEN
}
