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
    /** The column that numbers the rows. The tables here are Centralog's own, without it. */
    private static final String NUMBER = "id";

    abstract String name();

    abstract String url();

    /** Empties the tables, and leaves no work for later on what they contained. */
    abstract void empty() throws SQLException;

    /** Reads all rows of a table, in the order in which they were stored. */
    abstract Rows read(String table) throws SQLException;

    /** Rows in memory. */
    interface Rows {
        /** Inserts the rows into their table, which is empty, in the fastest way of the database, in one transaction. */
        void insert() throws SQLException;
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

    static List<String> columns(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData meta = none.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                if (!meta.getColumnName(i).equals(NUMBER)) {
                    columns.add(meta.getColumnName(i));
                }
            }
            return columns;
        }
    }

    @Override
    public abstract void close();
}
