// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ConfigException;
import dev.centralog.StatusListener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One of the three kinds of database with Centralog's own tables: the parts of writing and reading that differ between them.
 * Another kind can't be plugged in; to store elsewhere, make a {@link dev.centralog.gather.SinkFactory}.
 *
 * <p>Thread-safety: immutable; connections are not.
 */
public sealed interface Database permits SqliteDatabase, PostgresDatabase, MariaDatabase {
    /** The URLs with a user before the host, also incomplete ones that look like the name of a SQLite file. */
    Pattern USER_BEFORE_HOST = Pattern.compile("jdbc:(?:[\\w-]+:)+//[^?;&#]*@|" + SqliteDatabase.URL_START
            + "(?!file:|[A-Za-z]:[/\\\\])[^/\\\\?]*:[^?]*@");

    /**
     * Returns the database of a target; does not connect.
     *
     * @throws ConfigException if it is none of these kinds
     */
    static Database of(SinkTarget target) {
        String url = target.url();
        // The drivers would take it for a part of the host, and print it in messages.
        if (USER_BEFORE_HOST.matcher(url).lookingAt()) {
            throw new ConfigException(List.of("setting 'database' is '" + target.shownUrl()
                    + "'; the URL must not name a user before the host: use the settings 'databaseUser' and"
                    + " 'databasePassword'"));
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
        if (Sinks.storeOnly(url)) {
            throw new ConfigException(List.of("setting 'database' is '" + target.shownUrl()
                    + "', which stores and answers no queries; allowed is here a SQL database that a gatherer stores in, see"
                    + " 'With a SQL database as well' in docs/kafka.md"));
        }
        if (url.startsWith("kafka:")) {
            throw new ConfigException(List.of("setting 'database' is '" + target.shownUrl()
                    + "', and the jars for Kafka are not in 'lib': see 'Install' in docs/kafka.md"));
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

    /** Makes the sinks, which do not connect yet. They share no connection, because each has a thread of its own. */
    default Sinks sinks() {
        return new Sinks(
                new JdbcSink<>(this, WindowWriter.of(target().traceKeys())),
                new JdbcSink<>(this, new SliceWriter()),
                new Upkeep(this, new ReentrantLock()),
                new AlertTables(this, new ReentrantLock()));
    }

    /**
     * Connects to read; every query is a transaction of its own, or if the caller turns auto-commit off, all of a transaction see one
     * state of the database. Blocks.
     *
     * @throws SinkException if there is no such database, or none that this version can read
     */
    Connection openToRead();

    /**
     * Checks whether {@link #migrate} and {@link #openToWrite} could do their work; writes nothing. Blocks.
     *
     * @throws SinkException if they could not, as far as such a check can show it
     */
    DatabaseState look();

    /**
     * Connects to write, with {@link #begin}, {@link #commit} and {@link #rollback}. Blocks.
     *
     * @throws SQLException if that fails
     */
    Connection openToWrite() throws SQLException;

    /**
     * Returns the identity of what {@link #openToWrite} will connect to. Call it before that, so that no move is missed.
     * Blocks.
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

    /** Sets, for Flyway, the address of this database and the scripts that make its tables. */
    void configure(FluentConfiguration flyway);

    /** Returns the class of an error. */
    SqlErrorClass trouble(SQLException error);

    /**
     * Returns the name of the database's time limit that has ended a statement or a transaction, and its value if that can be
     * queried; null if no limit has. The transaction is undone.
     */
    default @Nullable String limitReached(Connection connection, SQLException error) {
        return null;
    }

    /** Returns the target that this was made for. */
    SinkTarget target();

    /**
     * Returns the name of the database's file; null if it is on a server or in memory.
     *
     * @throws SinkException if it is no name of a file
     */
    default @Nullable Path file() {
        return null;
    }

    /** Reports a warning about this database. */
    default void warn(String what) {
        target().status().say(StatusListener.Severity.WARN, name() + " " + what, null);
    }

    /** Starts a transaction that will write. */
    void begin(Connection connection) throws SQLException;

    /**
     * Starts a transaction that will write and that gives way: where it has to wait for a lock, it fails soon. The connection is
     * used for nothing else.
     */
    void beginBriefly(Connection connection) throws SQLException;

    /**
     * Makes this transaction the only one that writes rows of a delivery, until it ends. The caller holds the delivery's lease.
     * If a gatherer that held the lease before is still in a transaction, it has vanished or is frozen; its transaction is
     * ended, if the database can do so.
     */
    default void enter(Connection connection, DeliveryKey delivery) throws SQLException {
        // By default the locks on the rows are enough: another transaction waits for them until this one ends.
    }

    /**
     * Looks, after a transaction has failed because it has waited too long for a lock, for gatherers that have sat in a transaction
     * for as long without doing anything, and ends their transactions, if the database can do so.
     */
    default void endIdleHolders(SQLException error) {
        // By default the limits of the database have to be enough.
    }

    /** Commits; after that, what was written survives a loss of power. */
    void commit(Connection connection) throws SQLException;

    /** Undoes the transaction. */
    void rollback(Connection connection) throws SQLException;

    /** Returns the address of the database, without passwords. */
    default String name() {
        return target().shownUrl();
    }

    /** Returns a driver's text without passwords. */
    default String hideIn(String text) {
        return target().hideIn(text);
    }

    /** Returns a time as text, in the form of this database's columns. */
    String timeText(Instant time);

    /** Returns whether a column of the type {@link ColumnType#SECOND} is the number of seconds since 1970, not a time. */
    default boolean countsSeconds() {
        return false;
    }

    /** Reads a time that was written as {@link #timeText}; the column must not be null. */
    Instant time(ResultSet row, String column) throws SQLException;

    /** Returns the ways to read very many sums of repeats. */
    default SumReading sums() {
        return SumReading.BY_KEY;
    }

    /** Returns the SQL of a parameter for a column of that type; a time is passed as {@link #timeText}. */
    default String parameter(ColumnType type) {
        return "?";
    }

    /**
     * Returns the statement that writes that many rows, which may exist already; it has a parameter for each column of each
     * row. If it leaves existing rows unchanged, the driver's update count is the number of rows that did not exist.
     */
    String upsert(Upsert upsert, int rows);

    /** Returns whether an insert can return the number that the database has given to the row, without another round trip. */
    default boolean returnsKeys() {
        return true;
    }

    /**
     * Returns the first of the numbers that new rows of a table may be given, which nobody else gives until the transaction ends;
     * null if only the database gives them.
     */
    default @Nullable Long nextNumber(Connection connection, String table) throws SQLException {
        return null;
    }

    /** Returns whether an upsert with RETURNING returns the rows that it has inserted, and no others. */
    default boolean returnsInserted() {
        return true;
    }

    /** Returns whether a transaction goes on after a statement was refused, as if that had never been there. */
    default boolean undoesRefusedStatements() {
        return true;
    }

    /** Returns whether {@link #copy} is supported, a faster way than {@link #upsert} to write rows that can't exist yet. */
    default boolean copies() {
        return false;
    }

    /** Writes rows of a table that can't exist yet; fails on the first that exists, or that the database refuses. */
    default void copy(Connection connection, Upsert table, List<? extends RowValues> rows) throws SQLException {
        throw new UnsupportedOperationException(name() + " has no COPY");
    }

    /**
     * Returns whether only one transaction writes at a time: a gatherer that is held up in one keeps all others waiting, whatever it
     * has written.
     */
    default boolean hasOneWriter() {
        return false;
    }

    /**
     * Returns the end of a SELECT that locks its rows, in their order, so that no other transaction changes them until this one
     * ends; empty if only one transaction writes at a time.
     */
    default String locking() {
        return hasOneWriter() ? "" : " FOR UPDATE";
    }

    /** Returns the name of a table or a column in statements, quoted if it may be a reserved word there. */
    default String quoted(String name) {
        return name;
    }

    /** Returns the days of events that the database keeps apart. */
    default Days days(Connection connection) {
        return Days.NONE;
    }

    /** Returns the way to search by words. */
    WordIndex words();

    /** Returns whether {@link #indexWords} has to add to the full-text index what storing does not. */
    default boolean indexesLater() {
        return words() == WordIndex.SQLITE;
    }

    /** Adds the words of some new texts to the full-text index; returns whether there are more. */
    default boolean indexWords(Connection connection) throws SQLException {
        throw new UnsupportedOperationException(name() + " indexes what it stores");
    }

    /** Gives some of the free space in the database's file back to the disk; returns whether there is more. */
    default boolean shrink(Connection connection) throws SQLException {
        return false; // a server uses free space again by itself
    }

    /** Returns the bytes that the database uses, free space in its file not counted; -1 if that can't be found out. */
    default long usedBytes(Connection connection) throws SQLException {
        return -1;
    }

    /** Returns the query for the bytes of all of a database on a server; null for a file. */
    default @Nullable String sizeQuery() {
        return null;
    }

    /** Returns why nothing should be deleted at the moment; null if nothing is in the way. */
    default @Nullable String whyToWait() {
        return null;
    }

    /** Returns the highest number of rows of that many columns to put into one statement. */
    default int rowsInStatement(int columns) {
        return 1;
    }

    /** Writes rows of several tables, one after the other. None of these rows may be one that the database refuses. */
    default void writeAll(Connection connection, List<UpsertRows> tables) throws SQLException {
        for (UpsertRows table : tables) {
            try (UpsertStatement statement = new UpsertStatement(connection, this, table.upsert())) {
                statement.write(table.rows());
            }
        }
    }

    /** Returns the error as an exception for the caller of a sink. */
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
