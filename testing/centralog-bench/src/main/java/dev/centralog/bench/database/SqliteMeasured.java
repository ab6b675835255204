// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A SQLite file. */
public final class SqliteMeasured extends MeasuredDatabase {
    private final Path directory;

    /** Creates the file, with its tables. */
    public SqliteMeasured() {
        try {
            directory = Files.createTempDirectory("centralog-measured-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        migrate();
    }

    @Override
    public String name() {
        return "SQLite";
    }

    @Override
    public String url() {
        return "jdbc:sqlite:" + directory.resolve("measured.db");
    }

    @Override
    String parts() {
        return "SELECT name, sum(pgsize) FROM dbstat GROUP BY name";
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
