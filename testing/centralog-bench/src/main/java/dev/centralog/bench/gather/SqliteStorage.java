// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.gatherer.sink.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores in a SQLite file, a new one each time it is emptied. Its fastest way of inserting is a prepared statement, in
 * batches.
 */
final class SqliteStorage extends Storage {
    private static final int BATCH = 1000;

    private final Path directory;
    private int files;

    SqliteStorage() {
        try {
            directory = Files.createTempDirectory("centralog-gather-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String name() {
        return "SQLite";
    }

    @Override
    String url() {
        return "jdbc:sqlite:" + directory.resolve("gather-" + files + ".db");
    }

    @Override
    void empty() {
        deleteFiles();
        files++;
        database().migrate();
    }

    @Override
    Rows read(String table) throws SQLException {
        try (Connection connection = database().openToRead();
                Statement statement = connection.createStatement()) {
            List<String> columns = columns(connection, table);
            String names = String.join(", ", columns);
            List<@Nullable Object[]> all = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT " + names + " FROM " + table + " ORDER BY rowid")) {
                while (row.next()) {
                    @Nullable Object[] values = new @Nullable Object[columns.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getObject(i + 1);
                    }
                    all.add(values);
                }
            }
            String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
            return new Values("INSERT INTO " + table + " (" + names + ") VALUES (" + places + ")", all);
        }
    }

    private final class Values implements Rows {
        private final String sql;
        private final List<@Nullable Object[]> rows;

        Values(String sql, List<@Nullable Object[]> rows) {
            this.sql = sql;
            this.rows = rows;
        }

        @Override
        public void insert() throws SQLException {
            Database database = database();
            try (Connection connection = database.openToWrite();
                    PreparedStatement insert = connection.prepareStatement(sql)) {
                database.begin(connection);
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
                database.commit(connection);
            }
        }
    }

    private void deleteFiles() {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path each : all.toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        deleteFiles();
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
