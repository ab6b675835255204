// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A sink over one JDBC connection, which is opened again when it broke. */
final class JdbcSink<D extends SealedDelivery> implements Sink<D> {
    private final Database database;
    private final DeliveryWriter<D> writer;
    private @Nullable Connection open;
    private boolean prepared;

    JdbcSink(Database database, DeliveryWriter<D> writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public void prepare() {
        if (!prepared) {
            database.migrate();
            prepared = true;
        }
        try {
            connection();
        } catch (SQLException e) {
            throw database.failure("can't connect to", e);
        }
    }

    @Override
    public Stored store(D delivery) {
        prepare();
        boolean done = false;
        try {
            Stored stored = write(connection(), delivery);
            done = true;
            return stored;
        } catch (SQLException e) {
            throw database.failure("can't store in", e);
        } finally {
            if (!done) {
                close(); // which undoes the transaction; a broken connection is of no more use either
            }
        }
    }

    private Stored write(Connection connection, D delivery) throws SQLException {
        if (delivery.isFirstAttempt() && database.copies()) {
            try {
                return write(connection, delivery, new CopyWriter(connection, database, writer.table()));
            } catch (SQLException e) {
                // It may only mean that the rows are there already.
                if (database.trouble(e) != SqlErrorClass.POISON) {
                    throw e;
                }
                database.rollback(connection);
            }
        }
        try (UpsertWriter upsert = new UpsertWriter(connection, database, writer.table())) {
            return write(connection, delivery, upsert);
        }
    }

    private Stored write(Connection connection, D delivery, RowWriter rows) throws SQLException {
        database.begin(connection);
        Stored stored = writer.write(delivery, rows, new ReportWriter(connection, database));
        database.commit(connection);
        return stored;
    }

    private Connection connection() throws SQLException {
        Connection connection = open;
        if (connection == null || connection.isClosed()) {
            connection = database.openToWrite();
            open = connection;
            checkTables(connection);
        }
        return connection;
    }

    /** While it was away, a newer Centralog may have been at it, or an older state of it have come back. */
    private void checkTables(Connection connection) throws SQLException {
        boolean current = Schema.isCurrent(connection, database);
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        if (!current) {
            database.migrate();
        }
    }

    @Override
    public void close() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException ignored) {
                // What was to be committed is; the rest is in Redis still.
            }
        }
    }
}
