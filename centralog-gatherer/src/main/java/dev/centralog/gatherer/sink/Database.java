// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * One of the two kinds of database with Centralog's own tables: what differs between them, for writing and for reading.
 *
 * <p>Thread-safety: immutable; connections are not.
 */
public sealed interface Database permits SqliteDatabase, PostgresDatabase {
    /**
     * The database of a target; does not connect.
     *
     * @throws ConfigException if it is neither SQLite nor PostgreSQL
     */
    static Database of(SinkTarget target) {
        if (target.url().startsWith(SqliteDatabase.URL_START)) {
            return new SqliteDatabase(target);
        }
        if (target.url().startsWith(PostgresDatabase.URL_START)) {
            return new PostgresDatabase(target);
        }
        throw new ConfigException(List.of("setting 'database' is '" + Setting.hidePassword(target.url())
                + "'; allowed is a SQLite file or PostgreSQL: stored events can be read from these"));
    }

    /**
     * Connects to read; every query is a transaction of its own. Blocks.
     *
     * @throws SinkException if there is no such database, or none that this version can read
     */
    Connection openToRead();

    /**
     * Connects to write, with {@link #begin}, {@link #commit} and {@link #rollback}. Blocks.
     *
     * @throws SQLException if that fails
     */
    Connection openToWrite() throws SQLException;

    /**
     * Brings the schema up to date; safe when several processes do so at once. Blocks.
     *
     * @throws SinkException if that fails
     */
    void migrate();

    /** What an error means. */
    SqlTrouble trouble(SQLException error);

    /** Begins a transaction that will write. */
    void begin(Connection connection) throws SQLException;

    /** Commits; when it returns, what was written survives a loss of power. */
    void commit(Connection connection) throws SQLException;

    /** Undoes the transaction. */
    void rollback(Connection connection) throws SQLException;

    /** Where the database is, without passwords. */
    String name();

    /** A time as text in the form of this database's columns. */
    String timeText(Instant time);

    /** A parameter that takes {@link #timeText}. */
    String timeParameter();

    /** A parameter that takes JSON text. */
    String jsonParameter();

    /** The name of the function that gives the larger of two numbers. */
    String larger();

    /** Writes rows that cannot be there yet, in the fastest way there is; false if there is none. */
    boolean copy(Connection connection, List<EventRow> rows) throws SQLException;

    /** Whether many rows are sent in one go. */
    boolean batches();

    /** The error as an exception for the caller of a sink. */
    default SinkException failure(String what, SQLException error) {
        SinkException.Kind kind =
                switch (trouble(error)) {
                    case PASSING -> SinkException.Kind.AWAY;
                    case REFUSED -> SinkException.Kind.REFUSED;
                    case POISON, BROKEN -> SinkException.Kind.UNUSABLE;
                };
        String text = error.getMessage() == null ? error.getClass().getName() : error.getMessage();
        return new SinkException(kind, what + " " + name() + ": " + Setting.hidePassword(text), error);
    }
}
