// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;

/**
 * The identity of what a sink's connections write to, which is more than its name: a file may be removed, moved or replaced
 * while a connection is open, which would then go on writing to a file that nobody reads any more.
 *
 * <p>Thread-safety: one thread at a time.
 */
interface Place {
    /** The place of a server's database, which can't move: a connection to a server that has stopped fails. */
    Place SERVER = new Place() {
        @Override
        public void settle(Connection opened) {
            // Nothing has to be remembered.
        }

        @Override
        public boolean hasMoved() {
            return false;
        }

        @Override
        public void leave(Connection connection) {
            // The connection may be closed at any time.
        }
    };

    /** Remembers the connection and the files that it has opened beside the database; call it after the connection was used. */
    void settle(Connection opened);

    /**
     * Returns whether another file, or none, has that name now. Called after a transaction has begun, and again after it has
     * been committed: if it returns false then, the transaction is in the database of that name. A transaction that was
     * committed before a move is in the file that has moved.
     *
     * @throws SinkException if that can't be found out
     */
    boolean hasMoved();

    /**
     * Writes all that was committed into the file that has moved, and removes the files beside it that would be taken for a
     * part of the database there now. Does nothing if nothing has moved. Call it before the connection is closed; if it
     * fails, the connection must stay open.
     *
     * @throws SinkException if that fails; call it again later
     */
    void leave(Connection connection);
}
