// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.DatabaseState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The queries to a database, over one connection that only reads. */
final class Queries implements AutoCloseable {
    private final Database database;
    private final Connection connection;

    private Queries(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Connects to the database. */
    static Queries open(Database database) {
        return new Queries(database, database.openToRead());
    }

    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Database database() {
        return database;
    }

    /** Reads all rows of a query; each parameter is a Long, an Integer, an Instant or a String. */
    <T> List<T> all(String sql, List<?> parameters, RowReader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (Object parameter : parameters) {
                if (parameter instanceof Long number) {
                    statement.setLong(index++, number);
                } else if (parameter instanceof Integer number) {
                    statement.setInt(index++, number);
                } else {
                    statement.setString(
                            index++,
                            parameter instanceof Instant time ? database.timeText(time) : parameter.toString());
                }
            }
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            }
            return all;
        } catch (SQLException e) {
            throw database.failure("can't read", e);
        }
    }

    /** Returns the name and the version of the database. */
    String product() {
        try {
            return DatabaseState.product(connection);
        } catch (SQLException e) {
            throw database.failure("can't read", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // Nothing was written.
        }
    }
}
