// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ConfigException;
import dev.centralog.StatusListener;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One of the three kinds of database with Centralog's own tables: what differs between them, for writing and for reading.
 * Another kind can't be plugged in: what is to be stored elsewhere is read from a
 * {@link dev.centralog.gather.DeliverySource}.
 *
 * <p>Thread-safety: immutable; connections are not.
 */
public sealed interface Database permits SqliteDatabase, PostgresDatabase, MariaDatabase {
    /** Also where the rest of it was forgotten, so that it looks like a file. */
    Pattern USER_BEFORE_HOST = Pattern.compile("jdbc:(?:[\\w-]+:)+//[^?;&#]*@|" + SqliteDatabase.URL_START
            + "(?!file:|[A-Za-z]:[/\\\\])[^/\\\\?]*:[^?]*@");

    /**
     * Returns the database of a target; does not connect.
     *
     * @throws ConfigException if it is none of these kinds
     */
    static Database of(SinkTarget target) {
        String url = target.url();
        // The drivers would take it for a part of the host, and say it.
        if (USER_BEFORE_HOST.matcher(url).lookingAt()) {
            throw new ConfigException(List.of("setting 'database' is '" + target.shownUrl()
                    + "'; no user may stand before the host: there are 'databaseUser' and 'databasePassword'"));
        }
        if (url.startsWith(SqliteDatabase.URL_START)) {
            return new SqliteDatabase(target);
        }
        if (url.startsWith(PostgresDatabase.URL_START)) {
            return new PostgresDatabase(target);
        }
        if (MariaDatabase.accepts(url)) {
            return new MariaDatabase(target);
        }
        throw new ConfigException(List.of("setting 'database' is '" + target.shownUrl()
                + "'; allowed is the name of a SQLite file or " + PostgresDatabase.URL_FORM + " or "
                + SqliteDatabase.URL_START + "file or " + MariaDatabase.URL_FORM + " (jdbc:mysql: for MySQL)"));
    }

    /**
     * Checks that a JDBC URL is of one of these kinds; does not connect.
     *
     * @throws ConfigException if it is not
     */
    static void check(String url) {
        of(new SinkTarget(url, "", "", StatusListener.standardError()));
    }

    /** Makes the sinks, which do not connect yet. They share no connection, as each has a thread of its own. */
    default Sinks sinks() {
        return new Sinks(new JdbcSink<>(this, new WindowWriter()), new JdbcSink<>(this, new SliceWriter()));
    }

    /**
     * Connects to read; every query is a transaction of its own. Blocks.
     *
     * @throws SinkException if there is no such database, or none that this version can read
     */
    Connection openToRead();

    /**
     * Looks whether {@link #migrate} and {@link #openToWrite} could do their work, and makes nothing. Blocks.
     *
     * @throws SinkException if they could not, as far as that can be seen
     */
    DatabaseState look();

    /**
     * Connects to write, with {@link #begin}, {@link #commit} and {@link #rollback}. Blocks.
     *
     * @throws SQLException if that fails
     */
    Connection openToWrite() throws SQLException;

    /**
     * Looks at what {@link #openToWrite} will connect to; to be called before that, so that no move is missed. Blocks.
     *
     * @throws SinkException if that fails
     */
    default Place place() {
        return Place.SERVER;
    }

    /**
     * Brings the schema up to date; safe when several processes do so at once. Blocks.
     *
     * @throws SinkException if that fails
     */
    void migrate();

    /** Tells Flyway where this database is, and which scripts make its tables. */
    void configure(FluentConfiguration flyway);

    /** What an error means. */
    SqlErrorClass trouble(SQLException error);

    /**
     * Returns which limit of the database has ended a statement or a transaction that took too long, and its value where it
     * can be asked for; null if none has. The transaction is undone.
     */
    default @Nullable String limitReached(Connection connection, SQLException error) {
        return null;
    }

    /** Returns what it was made of. */
    SinkTarget target();

    /** Says something about this database to those who operate it. */
    default void warn(String what) {
        target().status().say(StatusListener.Severity.WARN, name() + " " + what, null);
    }

    /** Begins a transaction that will write. */
    void begin(Connection connection) throws SQLException;

    /**
     * Makes this transaction the only one that writes rows of a delivery, until it ends. Whoever calls this holds the
     * delivery's lease: one who had it before, and is still in the middle of it, has vanished or is frozen, and is ended
     * where the database can do so.
     */
    default void enter(Connection connection, DeliveryKey delivery) throws SQLException {
        // Its rows' own locks keep the order, and the end of its transaction lets others in.
    }

    /** Commits; when it returns, what was written survives a loss of power. */
    void commit(Connection connection) throws SQLException;

    /** Undoes the transaction. */
    void rollback(Connection connection) throws SQLException;

    /** Where the database is, without passwords. */
    default String name() {
        return target().shownUrl();
    }

    /** A driver's text without passwords. */
    default String hideIn(String text) {
        return target().hideIn(text);
    }

    /** A time as text in the form of this database's columns. */
    String timeText(Instant time);

    /** A time that was written as {@link #timeText}; the column is not null. */
    Instant time(ResultSet row, String column) throws SQLException;

    /** A parameter that takes what a column of that type holds; a time as {@link #timeText}. */
    default String parameter(ColumnType type) {
        return "?";
    }

    /**
     * The statement that writes so many rows which may be there already, with a parameter for each column of each. Of one
     * that leaves these alone, the driver says how many were not there.
     */
    String upsert(Upsert upsert, int rows);

    /** Whether there is a faster way than {@link #upsert} to write rows that cannot be there yet: {@link #copy}. */
    default boolean copies() {
        return false;
    }

    /** Writes rows of a table that cannot be there yet; fails on the first that is, or that is not taken. */
    default void copy(Connection connection, Upsert table, List<? extends Row> rows) throws SQLException {
        throw new UnsupportedOperationException(name() + " has no COPY");
    }

    /**
     * What a SELECT of rows ends with that an {@link #upsert} without updates has found there, so that nobody else changes
     * them until the transaction ends. Nothing where that statement has locked them: to lock them again by another index, in
     * another order, makes deadlocks.
     */
    default String locking() {
        return "";
    }

    /** How many rows to put into one statement, at most. */
    default int rowsInStatement() {
        return 1;
    }

    /** The error as an exception for the caller of a sink. */
    default SinkException failure(String what, SQLException error) {
        SinkException.Kind kind =
                switch (trouble(error)) {
                    case PASSING -> SinkException.Kind.AWAY;
                    case REFUSED -> SinkException.Kind.REFUSED;
                    case POISON, BROKEN -> SinkException.Kind.UNUSABLE;
                };
        String text = error.getMessage() == null ? error.getClass().getName() : error.getMessage();
        return new SinkException(kind, what + " " + name() + ": " + hideIn(text), error);
    }
}
