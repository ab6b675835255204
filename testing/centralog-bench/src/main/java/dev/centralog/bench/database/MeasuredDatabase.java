// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.database;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** An empty database of its own with Centralog's tables; deleted on closing. Thread-safety: none. */
public abstract class MeasuredDatabase implements AutoCloseable {
    /** Prints all messages, except those about a Redis that is not set up for production. */
    public static final StatusListener STATUS = (severity, message, cause) -> {
        if (severity == Severity.ERROR || cause != null) {
            StatusListener.standardError().say(severity, message, cause);
        }
    };

    /** Returns its name, such as "SQLite". */
    public abstract String name();

    /** Returns its URL. */
    public abstract String url();

    /** Whether it has processes of its own; otherwise it is a part of the gatherer. */
    public final boolean isServer() {
        return !url().startsWith("jdbc:sqlite:");
    }

    /** Returns a query for the name and the bytes of each table and each index, all of which together are what it takes on disk. */
    abstract String parts();

    /** Makes the tables. */
    final void migrate() {
        Database.of(target()).migrate();
    }

    private SinkTarget target() {
        return new SinkTarget(url(), "", "", STATUS);
    }

    /** Opens a connection. */
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Stores all that is in a Redis. Blocks until it is stored. */
    public final void gather(String redisUri) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redisUri);
        try (Gatherer gatherer = Gatherer.open(config, Sinks.open(target()), STATUS)) {
            gatherer.drain();
        }
    }

    /** Returns the number that a query selects; 0 if there is none. */
    public final long number(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Returns the bytes on disk of each table and each index. */
    public final Map<String, Long> bytes() throws SQLException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(parts())) {
            while (row.next()) {
                bytes.merge(row.getString(1), row.getLong(2), Long::sum);
            }
        }
        return bytes;
    }

    @Override
    public abstract void close();
}
