// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real database server on a free loopback port. It can be stopped and started again on the same port with its data,
 * and dies with the JVM. Starting takes seconds: all tests of a class should share one, each with its own database.
 *
 * <p>Thread-safety: any thread may call {@link #createDatabase} and {@link #execute}; one thread at a time may call the
 * rest.
 */
public abstract sealed class LocalDatabase implements AutoCloseable permits LocalPostgres, LocalMariaDb {
    static final int START_ATTEMPTS = 5;

    final Path directory;
    int port;
    private final AtomicInteger databases = new AtomicInteger();

    LocalDatabase(String name) {
        directory = TemporaryDirectories.create(name);
    }

    /** Starts it again after {@link #stop} or {@link #killHard}. */
    public abstract void restart();

    /** Ends it; its data stay. */
    public abstract void stop();

    /** Ends it at once by SIGKILL, as a crash of the machine would; its data stay. */
    public abstract void killHard();

    /** Returns the port that it listens on, which stays the same. */
    public final int port() {
        return port;
    }

    /** Returns the URL of the database that is there from the start, with a user that has all rights. */
    public abstract String jdbcUrl();

    /** Returns the URL of that database, with a user that has all rights. */
    abstract String jdbcUrl(String database);

    /** Creates an empty database, and returns its URL. */
    public final String createDatabase() {
        return createDatabase("");
    }

    /** Creates a database with those options, and returns its URL. */
    final String createDatabase(String options) {
        String name = "test_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name + options);
        return jdbcUrl(name);
    }

    /** Creates a copy of the database at that URL, which nobody is connected to, and returns its URL. */
    public abstract String copyDatabase(String url);

    /** Returns the name of the database at that URL. */
    static String name(String url) {
        return url.replaceFirst("[^?]*/([^?]*).*", "$1");
    }

    /** Runs one statement with all rights, such as {@code CREATE USER}. */
    public final void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends it and deletes its data. */
    @Override
    public abstract void close();
}
