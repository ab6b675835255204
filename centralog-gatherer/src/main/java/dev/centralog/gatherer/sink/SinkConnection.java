// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that writes. It is opened when it is needed, and again after it has failed.
 *
 * <p>Thread-safety: none.
 */
final class SinkConnection {
    private final Database database;
    private final Runnable onOpening;
    private @Nullable Connection open;
    private Place place = Place.SERVER;

    /**
     * Makes one that is not open.
     *
     * @param onOpening is called before each opening: the next connection may lead to another state of the database
     */
    SinkConnection(Database database, Runnable onOpening) {
        this.database = database;
        this.onOpening = onOpening;
    }

    /** Returns the connection, opened if need be, to tables that are up to date. */
    Connection get() throws SQLException {
        Connection connection = open;
        if (connection == null || connection.isClosed()) {
            onOpening.run();
            place = database.place();
            connection = database.openToWrite();
            open = connection;
            boolean checked = false;
            try {
                checkTables(connection);
                place.settle(connection);
                checked = true;
            } finally {
                if (!checked) {
                    disconnect();
                }
            }
        }
        return connection;
    }

    /** Returns the connection if it was opened and not closed since, else null. */
    @Nullable
    Connection ifOpen() {
        return open;
    }

    /** Returns whether the database has moved since the connection was opened, as {@link Place#hasMoved} says. */
    boolean hasMoved() {
        return place.hasMoved();
    }

    /**
     * Brings the tables up to date if need be. While the connection was broken, a newer Centralog may have changed them, or an
     * older state of the database may have been restored.
     */
    private void checkTables(Connection connection) throws SQLException {
        boolean current = Schema.isCurrent(connection, database);
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        if (!current) {
            database.migrate();
        }
    }

    /** Disconnects, as the last step: what is left of a database that has moved stays there if it can't be cleaned up. */
    void close() {
        try {
            disconnect();
        } catch (SinkException ignored) { // the data is in the log of the file that has moved, and that log stays
            closeConnection();
        }
    }

    /** Disconnects; a database that has moved is cleaned up first. If that fails, the connection stays, to try again later. */
    void disconnect() {
        if (open != null) {
            place.leave(open);
            closeConnection();
        }
    }

    private void closeConnection() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException ignored) {
                // Nothing is lost: what was not committed is still in Redis.
            }
        }
    }
}
