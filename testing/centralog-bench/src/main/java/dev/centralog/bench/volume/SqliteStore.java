// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.testkit.TemporaryDirectories;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A SQLite file. */
final class SqliteStore implements Store {
    private final Path directory;

    SqliteStore() {
        directory = TemporaryDirectories.create("volume");
    }

    @Override
    public String url() {
        return "jdbc:sqlite:" + directory.resolve("volume.db");
    }

    @Override
    public String version() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            return "SQLite " + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    @Override
    public String startSecond() {
        return "unixepoch(slice_start)";
    }

    @Override
    public @Nullable Activity activity() {
        return null;
    }

    @Override
    public void close() {
        TemporaryDirectories.delete(directory);
    }
}
