// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The tables of Centralog, which Flyway brings up to date; tables of a newer Centralog are refused. */
final class Schema {
    static final String HISTORY_TABLE = "centralog_schema_history";
    static final int VERSION = 16;

    /** The version from which on each statement of a script for MariaDB may be run again, after the script broke off. */
    private static final int FIRST_REPEATABLE = 6;

    private Schema() {}

    /** Returns whether the tables are up to date. */
    static boolean isCurrent(Connection connection, Database database) throws SQLException {
        return knownVersion(connection, database) == VERSION;
    }

    /** Returns the version of the existing tables, 0 for none; throws if it is newer than this Centralog's. */
    static int knownVersion(Connection connection, Database database) throws SQLException {
        int version = version(connection, database);
        if (version > VERSION) {
            throw SinkException.ofNewerTables(
                    "the tables in " + database.name() + " are of version " + version + ", but this Centralog supports"
                            + " versions up to " + VERSION + ": use the newer Centralog that made them");
        }
        return version;
    }

    static void checkReadable(Connection connection, Database database) throws SQLException {
        if (!isCurrent(connection, database)) {
            throw new SinkException(
                    SinkException.Kind.UNUSABLE,
                    "the tables of Centralog in " + database.name()
                            + " are missing, or older than this version: a gatherer"
                            + " makes or upgrades them when it starts");
        }
    }

    private static int version(Connection connection, Database database) throws SQLException {
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), HISTORY_TABLE, new String[] {"TABLE"})) {
            if (!tables.next()) {
                return 0;
            }
        }
        int version = 0;
        int broken = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, success FROM " + HISTORY_TABLE)) {
            while (rows.next()) {
                String text = rows.getString(1);
                if (text != null && rows.getBoolean(2)) {
                    version = Math.max(version, Integer.parseInt(text));
                } else if (text != null) {
                    broken = Integer.parseInt(text);
                }
            }
        }
        if (broken > 0 && broken < FIRST_REPEATABLE) {
            throw new SinkException(
                    SinkException.Kind.UNUSABLE,
                    "making the tables of version " + broken + " in " + database.name() + " broke off in the middle:"
                            + " see 'A migration that broke off' in docs/databases.md");
        }
        return version;
    }

    /** Forgets that making the tables broke off, where it may be done again from its start. */
    static void forgetBrokenOff(Connection connection, Database database) throws SQLException {
        if (version(connection, database) > 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM " + HISTORY_TABLE + " WHERE NOT success");
            }
        }
    }

    /** Sets, for Flyway, the database's URL and the folder of the scripts. */
    static void configure(FluentConfiguration flyway, SinkTarget target, String folder) {
        flyway.dataSource(
                        target.url(),
                        target.user().isEmpty() ? null : target.user(),
                        target.password().isEmpty() ? null : target.password())
                .locations("classpath:dev/centralog/gatherer/schema/" + folder);
    }

    /**
     * Makes the tables over connections of Flyway's own.
     *
     * @param from the version of the tables that are there; 0 for none
     */
    static void migrate(Database database, int from) {
        migrate(database, configuration(database), from);
    }

    /** Makes the tables in the transaction of this connection. */
    static void migrate(Database database, Connection connection) throws SQLException {
        int from = version(connection, database);
        migrate(database, configuration(database).dataSource(OneTransaction.of(connection)), from);
    }

    private static FluentConfiguration configuration(Database database) {
        FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader())
                .table(HISTORY_TABLE)
                // Tables of other programs may be in the same database already.
                .baselineOnMigrate(true)
                .baselineVersion("0");
        database.configure(flyway);
        return flyway;
    }

    private static void migrate(Database database, FluentConfiguration flyway, int from) {
        try (MigrationProgress progress = MigrationProgress.start(database, from)) {
            flyway.callbacks(progress).load().migrate();
            progress.done();
        } catch (FlywayException e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof SQLException sql) {
                    throw database.failure("can't make the tables in", sql);
                }
            }
            throw new SinkException(
                    SinkException.Kind.UNUSABLE,
                    "can't make the tables in " + database.name() + ": "
                            + database.hideIn(String.valueOf(e.getMessage())),
                    e);
        }
    }
}
