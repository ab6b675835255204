// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Short transactions beside storing, over a connection of their own.
 *
 * <p>Thread-safety: any thread; calls wait for one another, but for {@link #close}.
 */
final class BriefTransactions implements AutoCloseable {
    private final Database database;
    private final Lock own = new ReentrantLock();
    private final Lock turn;
    private final SinkConnection connection;
    private volatile boolean isClosed;

    /**
     * Makes one that is not connected.
     *
     * @param turn is held while the database is written to; the sinks of a database that has one writer hold the same one
     */
    BriefTransactions(Database database, Lock turn) {
        this.database = database;
        this.turn = turn;
        connection = new SinkConnection(database, () -> {});
    }

    /** The work of a transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Does some work in a transaction of its own. Blocks.
     *
     * @throws SinkException if the database is unavailable, or a lock is held for long
     */
    <T> T of(Work<T> work) {
        own.lock();
        try {
            return inTurn(work);
        } finally {
            own.unlock();
            if (isClosed) {
                close();
            }
        }
    }

    private <T> T inTurn(Work<T> work) {
        turn.lock();
        boolean done = false;
        try {
            Connection open = connection.get();
            database.beginBriefly(open);
            if (connection.hasMoved()) {
                throw new SinkException(SinkException.Kind.AWAY, database.name() + " was removed, moved or replaced");
            }
            T result = work.on(open);
            database.commit(open);
            done = true;
            return result;
        } catch (SQLException e) {
            throw database.failure("can't write in", e);
        } finally {
            try {
                if (!done) {
                    connection.disconnect(); // undoes the transaction
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /** Disconnects, or if a call is under way makes that disconnect at its end: a database may be long in answering. */
    @Override
    public void close() {
        isClosed = true;
        if (own.tryLock()) {
            turn.lock();
            try {
                connection.close();
            } finally {
                turn.unlock();
                own.unlock();
            }
        }
    }
}
