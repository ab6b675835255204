// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;

/**
 * What connections of a sink write to, known by more than its name: a file may be removed, moved or replaced under a
 * connection, which then goes on in what nobody asks any more.
 *
 * <p>Thread-safety: one thread at a time.
 */
interface Place {
    /** A server's: a connection to one that is gone fails. */
    Place SERVER = new Place() {
        @Override
        public void settle(Connection opened) {
            // There is nothing to remember.
        }

        @Override
        public boolean hasMoved() {
            return false;
        }

        @Override
        public void leave(Connection connection) {
            // It may be closed at any time.
        }
    };

    /** Remembers the connection, and what it has opened beside the database, now that it has been used. */
    void settle(Connection opened);

    /**
     * Whether something else, or nothing, is there by that name now. Asked after a transaction has begun, and again when it
     * has been committed: what is committed before that is there, wherever that is.
     *
     * @throws SinkException if that can't be found out
     */
    boolean hasMoved();

    /**
     * Brings all that was committed to where it was moved, and clears away what would be taken for a part of what is there
     * now. Does nothing if it has not moved. Called before the connection is closed; it must stay open if this fails.
     *
     * @throws SinkException if that fails: it is to be tried again
     */
    void leave(Connection connection);
}
