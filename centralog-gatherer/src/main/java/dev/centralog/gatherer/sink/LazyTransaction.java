// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a delivery before that of its rows. It begins when something is to be read or written, so that nothing is sent if
 * nothing is.
 *
 * <p>Thread-safety: none.
 */
final class LazyTransaction {
    private final Connection connection;
    private final Database database;
    private final BooleanSupplier hasMoved;
    private @Nullable ReportWriter begun;

    LazyTransaction(Connection connection, Database database, BooleanSupplier hasMoved) {
        this.connection = connection;
        this.database = database;
        this.hasMoved = hasMoved;
    }

    /** An exception for a database that is not any more where it was when the connection was opened. */
    static final class MovedException extends SQLException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Begins the transaction, if that is still to be done, and enters the delivery, so that whoever takes it over can end the
     * transaction; returns the writer within it.
     *
     * @throws MovedException if the database has moved
     */
    ReportWriter begin(DeliveryKey delivery) throws SQLException {
        ReportWriter writer = begun;
        if (writer == null) {
            database.begin(connection);
            if (hasMoved.getAsBoolean()) {
                throw new MovedException();
            }
            database.enter(connection, delivery);
            writer = new ReportWriter(connection, database);
            begun = writer;
        }
        return writer;
    }

    /** Commits the transaction, if it has begun; the next {@link #begin} begins another one. */
    void commit() throws SQLException {
        if (begun != null) {
            database.commit(connection);
            begun = null;
        }
    }
}
