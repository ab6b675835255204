// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.gatherer.sink.Database;
import dev.centralog.testkit.TemporaryDirectories;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores in a SQLite file, a new one each time it is emptied. Its fastest way of inserting is a prepared statement, in
 * batches.
 */
final class SqliteStorage extends Storage {
    private static final int BATCH = 1000;

    private Path directory = TemporaryDirectories.create("gather");

    @Override
    String name() {
        return "SQLite";
    }

    @Override
    String url() {
        return "jdbc:sqlite:" + directory.resolve("gather.db");
    }

    @Override
    void empty() {
        close();
        directory = TemporaryDirectories.create("gather");
        database().migrate();
    }

    @Override
    String startOfMinute(String time) {
        return "substr(" + time + ", 1, 16) || ':00'";
    }

    @Override
    String startOfHour(String time) {
        return "substr(" + time + ", 1, 13) || ':00:00'";
    }

    @Override
    String startOfDay(String time) {
        return "substr(" + time + ", 1, 10) || 'T00:00:00'";
    }

    @Override
    String orderOfStoring(String table) {
        return table + ".rowid";
    }

    @Override
    Deliveries read(Connection connection, List<Part> parts) throws SQLException {
        DeliveryParts<List<@Nullable Object[]>> deliveries = new DeliveryParts<>(parts.size(), ArrayList::new);
        for (int i = 0; i < parts.size(); i++) {
            int columns = parts.get(i).columns().size();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(parts.get(i).query())) {
                while (row.next()) {
                    @Nullable Object[] values = new @Nullable Object[columns];
                    for (int column = 0; column < columns; column++) {
                        values[column] = row.getObject(column + 2);
                    }
                    deliveries.at(row.getLong(1), i).add(values);
                }
            }
        }
        return new Values(parts, deliveries.all());
    }

    /** The rows of each part of each delivery. */
    private final class Values implements Deliveries {
        private final List<Part> parts;
        private final List<List<List<@Nullable Object[]>>> deliveries;

        Values(List<Part> parts, List<List<List<@Nullable Object[]>>> deliveries) {
            this.parts = parts;
            this.deliveries = deliveries;
        }

        @Override
        public void write(Connection connection) throws SQLException {
            Database database = database();
            List<PreparedStatement> inserts = new ArrayList<>();
            for (Part part : parts) {
                inserts.add(connection.prepareStatement("INSERT INTO " + part.table() + " ("
                        + String.join(", ", part.columns()) + ") VALUES ("
                        + String.join(", ", Collections.nCopies(part.columns().size(), "?")) + ")"
                        + part.onConflict()));
            }
            for (List<List<@Nullable Object[]>> delivery : deliveries) {
                database.begin(connection);
                for (int i = 0; i < parts.size(); i++) {
                    write(inserts.get(i), delivery.get(i));
                }
                database.commit(connection);
            }
            for (PreparedStatement insert : inserts) {
                insert.close();
            }
        }

        private static void write(PreparedStatement insert, List<@Nullable Object[]> rows) throws SQLException {
            int waiting = 0;
            for (@Nullable Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.addBatch();
                if (++waiting % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    @Override
    public void close() {
        TemporaryDirectories.delete(directory);
    }
}
