// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction before that of the rows. It begins when something is to be read or written, so that nothing is sent if nothing is.
 *
 * <p>Thread-safety: none.
 */
final class LazyTransaction {
    private final Connection connection;
    private final Database database;
    private @Nullable ReportWriter begun;

    LazyTransaction(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    /** Begins the transaction, if that is still to be done; returns the writer within it. */
    ReportWriter begin() throws SQLException {
        ReportWriter writer = begun;
        if (writer == null) {
            database.begin(connection);
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
