// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a delivery: of what rows of others refer to as well, and then of its rows. One begins when something is to be
 * read or written, so that nothing is sent if nothing is.
 *
 * <p>Thread-safety: none.
 */
final class LazyTransaction {
    private final Connection connection;
    private final Database database;
    private final BooleanSupplier hasMoved;
    private final boolean together;
    private boolean isOpen;
    private @Nullable ReportWriter entered;

    /**
     * Makes them; none has begun.
     *
     * @param hasMoved returns whether the database is not any more where it was when the connection was opened
     * @param together whether all is one transaction
     */
    LazyTransaction(Connection connection, Database database, BooleanSupplier hasMoved, boolean together) {
        this.connection = connection;
        this.database = database;
        this.hasMoved = hasMoved;
        this.together = together;
    }

    /** An exception for a database that is not any more where it was when the connection was opened. */
    static final class MovedException extends SQLException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Begins a transaction, if that is still to be done; returns the connection.
     *
     * @throws MovedException if the database has moved
     */
    Connection begin() throws SQLException {
        if (!isOpen) {
            database.begin(connection);
            if (hasMoved.getAsBoolean()) {
                throw new MovedException();
            }
            isOpen = true;
        }
        return connection;
    }

    /**
     * Begins a transaction, if that is still to be done, and enters the delivery, so that whoever takes it over can end the
     * transaction; returns the writer within it.
     *
     * @throws MovedException if the database has moved
     */
    ReportWriter begin(DeliveryKey delivery) throws SQLException {
        ReportWriter writer = entered;
        if (writer == null) {
            begin();
            database.enter(connection, delivery);
            writer = new ReportWriter(connection, database);
            entered = writer;
        }
        return writer;
    }

    /** Commits what rows of other deliveries refer to as well, unless the rows of this one are to be written with it. */
    void commitShared() throws SQLException {
        if (isOpen && !together) {
            database.commit(connection);
            isOpen = false;
            entered = null;
        }
    }
}
