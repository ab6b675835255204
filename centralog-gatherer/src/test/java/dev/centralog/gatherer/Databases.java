// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.LocalPostgres;
import java.nio.file.Path;

/** Empty databases of both kinds for one test class. */
public final class Databases implements AutoCloseable {
    /** Which kind. */
    public enum Kind {
        SQLITE,
        POSTGRESQL
    }

    private final LocalPostgres postgres = LocalPostgres.start();
    private int files;

    /** A JDBC URL of a new empty database; a SQLite file lies in that directory. */
    public String empty(Kind kind, Path directory) {
        return switch (kind) {
            case SQLITE ->
                Sinks.jdbcUrl(directory.resolve("events" + files++ + ".db").toString());
            case POSTGRESQL -> postgres.createDatabase();
        };
    }

    /** The server, to stop it and start it again. */
    public LocalPostgres postgres() {
        return postgres;
    }

    /** A target that listens to nothing. */
    public static SinkTarget target(String url) {
        return new SinkTarget(url, "", "", (severity, message, cause) -> {});
    }

    @Override
    public void close() {
        postgres.close();
    }
}
