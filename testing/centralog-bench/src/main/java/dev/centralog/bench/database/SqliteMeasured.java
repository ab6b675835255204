// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.database;

import dev.centralog.testkit.TemporaryDirectories;
import java.nio.file.Path;

/** A SQLite file. */
public final class SqliteMeasured extends MeasuredDatabase {
    private final Path directory;

    /** Creates the file, with its tables. */
    public SqliteMeasured() {
        directory = TemporaryDirectories.create("measured");
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
        TemporaryDirectories.delete(directory);
    }
}
