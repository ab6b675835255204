// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.LocalMariaDb;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.PreparedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * New databases of all kinds, on servers that all test classes of a JVM share. A server is started on first use, and ends
 * with the JVM. A test that stops, kills or configures a server must leave it as it was.
 */
public final class Databases {
    /** The kinds of databases. */
    public enum Kind {
        SQLITE,
        POSTGRESQL,
        MARIADB
    }

    private final LocalPostgres postgres;
    private @Nullable String postgresWithTables;
    private int files;

    /** Returns the kinds that tests run on in which little depends on the kind: all of them in the long form, else one. */
    public static Stream<Kind> kinds() {
        return Faults.isLong() ? Stream.of(Kind.values()) : Stream.of(Kind.POSTGRESQL);
    }

    /**
     * Returns the kinds that tests run on which show or tell what the queries of the package {@code stored} find: all of them in
     * the long form, else all but one. The queries themselves are tested on all.
     */
    public static Stream<Kind> butMariaDb() {
        return Stream.of(Kind.values()).filter(each -> Faults.isLong() || each != Kind.MARIADB);
    }

    private Databases(LocalPostgres postgres) {
        this.postgres = postgres;
    }

    private static final class Shared {
        static final Databases QUICK = new Databases(LocalPostgres.start());
    }

    private static final class SharedDurable {
        static final Databases DURABLE = new Databases(LocalPostgres.startDurable());
    }

    private static final class SharedMaria {
        static final LocalMariaDb SERVER = LocalMariaDb.start();
        static final String WITH_TABLES = makeTables(SERVER.createDatabase());
    }

    /** Returns the shared servers; commits of their PostgreSQL don't wait for the disk. */
    public static Databases shared() {
        return Shared.QUICK;
    }

    /** Returns the shared servers that keep what they have committed when they are killed. */
    public static Databases sharedDurable() {
        return SharedDurable.DURABLE;
    }

    /** Returns the PostgreSQL of {@link #shared}. */
    public static LocalPostgres sharedPostgres() {
        return shared().postgres;
    }

    /** Returns the MariaDB; if it can't run here, the calling test is skipped. */
    public static LocalMariaDb sharedMaria() {
        Assumptions.assumeTrue(LocalMariaDb.isAvailable(), "MariaDB does not run here");
        return SharedMaria.SERVER;
    }

    /** Returns the JDBC URL of a new database with the tables of this version; a SQLite file is in that directory. */
    public String empty(Kind kind, Path directory) {
        return switch (kind) {
            case SQLITE -> emptyFile(nextFile(directory));
            case POSTGRESQL -> emptyPostgres();
            case MARIADB -> sharedMaria().copyDatabase(SharedMaria.WITH_TABLES);
        };
    }

    private synchronized String emptyPostgres() {
        if (postgresWithTables == null) {
            postgresWithTables = makeTables(postgres.createDatabase());
        }
        return postgres.copyDatabase(postgresWithTables);
    }

    /** Makes a new SQLite file with the tables of this version, and returns its JDBC URL. */
    public static String emptyFile(Path file) {
        String name = "tables.db";
        Path made = PreparedFiles.get("tables", Sinks.class, directory -> {
            try {
                makeTables(Sinks.jdbcUrl(
                        Files.createDirectory(directory).resolve(name).toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            Files.copy(made.resolve(name), file, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sinks.jdbcUrl(file.toString());
    }

    private static String makeTables(String url) {
        try (Sinks sinks = Sinks.open(target(url))) {
            sinks.events().prepare();
        }
        return url;
    }

    /** Returns the JDBC URL of a new database without tables; a SQLite file, which does not exist yet, is in that directory. */
    public String withoutTables(Kind kind, Path directory) {
        return switch (kind) {
            case SQLITE -> Sinks.jdbcUrl(nextFile(directory).toString());
            case POSTGRESQL -> postgres.createDatabase();
            case MARIADB -> sharedMaria().createDatabase();
        };
    }

    private Path nextFile(Path directory) {
        return directory.resolve("events" + files++ + ".db");
    }

    /** Stops the server of that kind. */
    public void stop(Kind kind) {
        switch (kind) {
            case POSTGRESQL -> postgres.stop();
            case MARIADB -> sharedMaria().stop();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** Ends the server of that kind by SIGKILL. */
    public void killHard(Kind kind) {
        switch (kind) {
            case POSTGRESQL -> postgres.killHard();
            case MARIADB -> sharedMaria().killHard();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** Runs a statement with all rights on the server of that kind. */
    public void execute(Kind kind, String sql) {
        switch (kind) {
            case POSTGRESQL -> postgres.execute(sql);
            case MARIADB -> sharedMaria().execute(sql);
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** Returns the port of the server of that kind. */
    public int port(Kind kind) {
        return switch (kind) {
            case POSTGRESQL -> postgres.port();
            case MARIADB -> sharedMaria().port();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        };
    }

    /** Starts the server of that kind again. */
    public void restart(Kind kind) {
        switch (kind) {
            case POSTGRESQL -> postgres.restart();
            case MARIADB -> sharedMaria().restart();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** Returns a target that ignores all status messages. */
    public static SinkTarget target(String url) {
        return new SinkTarget(url, "", "", (severity, message, cause) -> {});
    }
}
