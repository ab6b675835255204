// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ReadProgress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The work on a database beside storing, over a connection of its own. Each call is one short transaction.
 *
 * <p>Thread-safety: any thread; calls wait for one another, but for {@link #close}.
 */
public final class Upkeep implements AutoCloseable {
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
    Upkeep(Database database, Lock turn) {
        this.database = database;
        this.turn = turn;
        connection = new SinkConnection(database, () -> {});
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Writes up to when what is stored of a stream is complete. A time that is not later than the one that is there, by
     * whichever gatherer, changes nothing. Blocks.
     *
     * @param stream the stream, as it is called in tables
     * @param progress a look at Redis; it must be older than this call
     * @return the time that is there now, for this Redis
     * @throws SinkException if the database is unavailable
     */
    public Instant writeCompleteUpTo(String stream, ReadProgress progress) {
        return inTransaction(open -> {
            CompleteUpTo table = new CompleteUpTo(open, database);
            Instant known = table.read(stream, progress.redisId());
            Instant upTo = progress.completeUpTo(known);
            if (known != null && !upTo.isAfter(known)) {
                return known;
            }
            table.raise(stream, progress.redisId(), upTo);
            return upTo;
        });
    }

    private <T> T inTransaction(Work<T> work) {
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
            database.begin(open);
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
