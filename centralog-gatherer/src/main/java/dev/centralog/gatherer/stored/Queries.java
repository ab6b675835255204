// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.DatabaseState;
import dev.centralog.internal.time.Clock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The queries to a database, over one connection that only reads. */
final class Queries implements AutoCloseable {
    /** The rows that a server sends at once in a transaction; else it sends all that a query finds. */
    private static final int ROWS_AT_ONCE = 10_000;

    private final Database database;
    private final Connection connection;
    private final Clock clock = Clock.system();
    private int rowsAtOnce;
    private int count;
    private long nanos;
    private volatile boolean isCancelled;
    private volatile @Nullable Statement running;

    Queries(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Connects to the database. */
    static Queries open(Database database) {
        return new Queries(database, database.openToRead());
    }

    interface RowConsumer {
        void read(ResultSet row) throws SQLException;
    }

    private interface Preparation {
        void prepare(PreparedStatement statement) throws SQLException;
    }

    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Database database() {
        return database;
    }

    /** Reads all rows of a query; each parameter is a Long, an Integer, an Instant or a String. */
    <T> List<T> all(String sql, List<?> parameters, RowReader<T> reader) {
        List<T> all = new ArrayList<>();
        each(sql, parameters, row -> all.add(reader.read(row)));
        return all;
    }

    /** Hands each row of a query to a reader; the parameters are as those of {@link #all}. */
    void each(String sql, List<?> parameters, RowConsumer reader) {
        each(sql, parameters, statement -> {}, reader);
    }

    /** Does as {@link #each}, in the database's way to read very many sums. */
    void eachOfSums(String sql, List<?> parameters, RowConsumer reader) {
        each(sql, parameters, database.sums()::prepare, reader);
    }

    private void each(String sql, List<?> parameters, Preparation preparation, RowConsumer reader) {
        long start = clock.nanos();
        if (isCancelled) {
            throw database.failure("can't read", new SQLTimeoutException("the query was broken off"));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            running = statement;
            statement.setFetchSize(rowsAtOnce);
            preparation.prepare(statement);
            int index = 1;
            for (Object parameter : parameters) {
                if (parameter instanceof Long number) {
                    statement.setLong(index++, number);
                } else if (parameter instanceof Integer number) {
                    statement.setInt(index++, number);
                } else {
                    statement.setString(
                            index++,
                            parameter instanceof Instant time ? database.timeText(time) : parameter.toString());
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw database.failure("can't read", e);
        } finally {
            running = null;
        }
        count++;
        nanos += clock.nanos() - start;
    }

    /** Makes all queries of some work see one state of the database, and read their rows in parts. */
    <T> T inSnapshot(Supplier<T> work) {
        try {
            connection.setAutoCommit(false);
            rowsAtOnce = ROWS_AT_ONCE;
            try {
                return work.get();
            } finally {
                rowsAtOnce = 0;
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw database.failure("can't read", e);
        }
    }

    /** Breaks off the query that runs, if there is one, and refuses all further ones. Any thread. */
    void cancel() {
        isCancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException ignored) {
                // It has ended meanwhile, or the database is unavailable.
            }
        }
    }

    /** Returns whether the connection works. Blocks for a second at most. */
    boolean isValid() {
        try {
            return !isCancelled && connection.isValid(1);
        } catch (SQLException ignored) {
            return false;
        }
    }

    /** Returns how many queries there were, and the time that they took with reading their rows. */
    QueryTime time() {
        return new QueryTime(count, Duration.ofNanos(nanos));
    }

    /** Returns the SQL of a parameter that is a time. */
    String timeParameter() {
        return database.parameter(ColumnType.TIME);
    }

    /** Returns the name and the version of the database. */
    String product() {
        try {
            return DatabaseState.product(connection);
        } catch (SQLException e) {
            throw database.failure("can't read", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // Nothing was written.
        }
    }
}
