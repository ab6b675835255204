// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.StatusListener;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkTarget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database with Centralog's own tables. Not thread-safe. */
abstract class Storage implements AutoCloseable {
    abstract String name();

    abstract String url();

    /** Empties the tables, and leaves no work for later on what they contained. */
    abstract void empty() throws SQLException;

    /** Returns the SQL of the minute that a time is in. */
    abstract String startOfMinute(String time);

    /** Returns the SQL of the hour that a time is in. */
    abstract String startOfHour(String time);

    /** Returns the SQL of the start of the UTC day that a time is in. */
    abstract String startOfDay(String time);

    /** Returns the SQL of what rows of a table are sorted by in the order in which they were stored. */
    abstract String orderOfStoring(String table);

    /** Reads all deliveries of a feed, in the order in which they were stored. */
    final Deliveries read(Feed feed) throws SQLException {
        try (Connection connection = database().openToRead()) {
            return read(connection, Part.of(feed, this, connection));
        }
    }

    abstract Deliveries read(Connection connection, List<Part> parts) throws SQLException;

    /** Deliveries in memory. */
    interface Deliveries {
        /**
         * Writes all that a gatherer writes for them into the tables, which are empty, in the fastest way of the database, in a
         * transaction for each delivery.
         */
        void write(Connection connection) throws SQLException;
    }

    final SinkTarget target() {
        return new SinkTarget(url(), "", "", StatusListener.standardError());
    }

    final Database database() {
        return Database.of(target());
    }

    /** Returns the number that a query selects; 0 if there is none. */
    final long number(String sql) throws SQLException {
        try (Connection connection = database().openToRead();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    final List<String> columns(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData meta = none.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnName(i));
            }
            return columns;
        }
    }

    @Override
    public abstract void close();
}
