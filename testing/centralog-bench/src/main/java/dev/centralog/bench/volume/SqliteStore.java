// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A SQLite file. */
final class SqliteStore implements Store {
    private final Path directory;

    SqliteStore() {
        try {
            directory = Files.createTempDirectory("centralog-volume-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
