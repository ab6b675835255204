// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.LocalMariaDb;
import dev.centralog.testkit.LocalPostgres;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Empty databases of all kinds for one test class. */
public final class Databases implements AutoCloseable {
    /** Which kind. */
    public enum Kind {
        SQLITE,
        POSTGRESQL,
        MARIADB
    }

    private final LocalPostgres postgres;
    private @Nullable LocalMariaDb maria;
    private int files;

    /** Servers; commits of PostgreSQL don't wait for the disk. */
    public Databases() {
        this(LocalPostgres.start());
    }

    private Databases(LocalPostgres postgres) {
        this.postgres = postgres;
    }

    /** Servers that keep what they have committed when they are killed. */
    public static Databases durable() {
        return new Databases(LocalPostgres.startDurable());
    }

    /** A JDBC URL of a new empty database; a SQLite file lies in that directory. */
    public String empty(Kind kind, Path directory) {
        return switch (kind) {
            case SQLITE ->
                Sinks.jdbcUrl(directory.resolve("events" + files++ + ".db").toString());
            case POSTGRESQL -> postgres.createDatabase();
            case MARIADB -> maria().createDatabase();
        };
    }

    /** Started when it is first asked for; where it does not run, the test that asks is skipped. */
    private LocalMariaDb maria() {
        Assumptions.assumeTrue(LocalMariaDb.isAvailable(), "MariaDB does not run here");
        LocalMariaDb running = maria;
        if (running == null) {
            running = LocalMariaDb.start();
            maria = running;
        }
        return running;
    }

    /** Stops the server of that kind. */
    public void stop(Kind kind) {
        switch (kind) {
            case POSTGRESQL -> postgres.stop();
            case MARIADB -> maria().stop();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** Ends the server of that kind by SIGKILL. */
    public void killHard(Kind kind) {
        switch (kind) {
            case POSTGRESQL -> postgres.killHard();
            case MARIADB -> maria().killHard();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** Runs a statement with all rights on the server of that kind. */
    public void execute(Kind kind, String sql) {
        switch (kind) {
            case POSTGRESQL -> postgres.execute(sql);
            case MARIADB -> maria().execute(sql);
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** Where the server of that kind listens. */
    public int port(Kind kind) {
        return switch (kind) {
            case POSTGRESQL -> postgres.port();
            case MARIADB -> maria().port();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        };
    }

    /** Starts it again. */
    public void restart(Kind kind) {
        switch (kind) {
            case POSTGRESQL -> postgres.restart();
            case MARIADB -> maria().restart();
            case SQLITE -> throw new IllegalArgumentException("there is no server of SQLite");
        }
    }

    /** A target that listens to nothing. */
    public static SinkTarget target(String url) {
        return new SinkTarget(url, "", "", (severity, message, cause) -> {});
    }

    @Override
    public void close() {
        postgres.close();
        LocalMariaDb running = maria;
        if (running != null) {
            running.close();
        }
    }
}
