// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.StatusListener;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A sink over one JDBC connection, which is opened again after it has failed. */
final class JdbcSink<D extends SealedDelivery> implements Sink<D> {
    private static final int MOST_MOVES = 3;
    private static final int LIMITS_TO_SAY = 3;
    private static final int SAY_LIMIT_EVERY = 12;

    private final Database database;
    private final DeliveryWriter<D> writer;
    private final SinkConnection connection;
    private boolean prepared;
    private int limitsReached;

    JdbcSink(Database database, DeliveryWriter<D> writer) {
        this.database = database;
        this.writer = writer;
        connection = new SinkConnection(database, writer::reconnected);
    }

    @Override
    public void prepare() {
        if (!prepared) {
            database.migrate();
            prepared = true;
        }
        try {
            connection.get();
        } catch (SQLException e) {
            throw database.failure("can't connect to", e);
        }
    }

    @Override
    public Stored store(D delivery) {
        for (int moves = 0; moves < MOST_MOVES; moves++) {
            prepare();
            Stored stored = storeWhereItIs(delivery);
            if (stored != null) {
                return stored;
            }
        }
        throw new SinkException(SinkException.Kind.AWAY, database.name() + " keeps being removed, moved or replaced");
    }

    /** Stores the delivery; returns null if the database has moved, because the database there now may not have it. */
    private @Nullable Stored storeWhereItIs(D delivery) {
        Stored stored = null;
        try {
            stored = write(connection.get(), delivery);
            limitsReached = 0;
            return stored;
        } catch (SQLException e) {
            sayLimit(e);
            database.endIdleHolders(e);
            throw database.failure("can't store in", e);
        } finally {
            if (stored == null) {
                // It undoes the transaction, and a connection that has failed can't be used any more.
                connection.disconnect();
            }
        }
    }

    /**
     * Warns if a time limit of the database has ended the work several times in a row. Once may be chance; but a delivery that
     * takes too long each time is never stored, unless somebody raises the limit.
     */
    private void sayLimit(SQLException error) {
        Connection open = connection.ifOpen();
        String limit = open == null ? null : database.limitReached(open, error);
        limitsReached = limit == null ? 0 : limitsReached + 1;
        if (limitsReached % SAY_LIMIT_EVERY == LIMITS_TO_SAY) {
            database.warn("has cancelled the storing of the same window or slice " + limitsReached
                    + " times in a row, as it takes longer than its " + limit
                    + ": raise that limit for the gatherer's user; until then, this stream waits in Redis"
                    + " and is not stored");
        }
    }

    private @Nullable Stored write(Connection open, D delivery) throws SQLException {
        boolean copies = delivery.isFirstAttempt() && database.copies();
        boolean together = copies && database.hasOneWriter();
        try {
            LazyTransaction transaction = new LazyTransaction(open, database, connection::hasMoved, together);
            writer.writeShared(delivery, transaction);
            if (!copies) {
                return merge(open, delivery, transaction);
            }
            try {
                return write(delivery, new CopyWriter(open, database, writer.table()), transaction);
            } catch (SQLException e) {
                // It may only mean that the rows are there already.
                if (database.trouble(e) != SqlErrorClass.POISON) {
                    throw e;
                }
                database.rollback(open);
            }
            LazyTransaction another = new LazyTransaction(open, database, connection::hasMoved, false);
            if (together) { // it was undone as well
                writer.writeShared(delivery, another);
            }
            return merge(open, delivery, another);
        } catch (LazyTransaction.MovedException moved) {
            return null;
        }
    }

    private @Nullable Stored merge(Connection open, D delivery, LazyTransaction transaction) throws SQLException {
        try (MergeWriter merge = new MergeWriter(open, database, writer.table())) {
            Stored stored = write(delivery, merge, transaction);
            if (stored != null && stored.metOtherContent() > 0) {
                database.target().status().say(StatusListener.Severity.WARN, merge.otherContent(), null);
            }
            return stored;
        }
    }

    private @Nullable Stored write(D delivery, RowWriter rows, LazyTransaction transaction) throws SQLException {
        Connection open = transaction.begin();
        Stored stored = writer.write(delivery, rows, new ReportWriter(open, database));
        database.commit(open);
        if (connection.hasMoved()) {
            return null;
        }
        writer.committed();
        return stored;
    }

    @Override
    public void close() {
        connection.close();
    }
}
