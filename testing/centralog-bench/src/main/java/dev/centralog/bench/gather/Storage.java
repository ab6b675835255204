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
    /** As Centralog's own, without what the rows of a table are numbered by. */
    private static final String NUMBER = "id";

    abstract String name();

    abstract String url();

    /** Leaves the tables empty, and nothing to be done later on what was there. */
    abstract void empty() throws SQLException;

    /** All rows of a table, in the order in which they were stored. */
    abstract Rows read(String table) throws SQLException;

    /** Rows in memory. */
    interface Rows {
        /** Inserts them into their table, which is empty, by the fastest means there is, in one transaction. */
        void insert() throws SQLException;
    }

    final SinkTarget target() {
        return new SinkTarget(url(), "", "", StatusListener.standardError());
    }

    final Database database() {
        return Database.of(target());
    }

    /** The number that a query answers; 0 for none. */
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
