// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A writer of rows by the statements of an {@link Upsert}, within the caller's transaction. */
final class UpsertStatement implements AutoCloseable {
    /** The highest total length of texts and bytes in a statement of several rows. */
    private static final int LENGTH_IN_STATEMENT = 1 << 18;

    private final Connection connection;
    private final Database database;
    private final Upsert upsert;
    private final @Nullable Inserted listener;
    private final Map<Integer, Parameters> statementsByRows = new HashMap<>();

    UpsertStatement(Connection connection, Database database, Upsert upsert) {
        this(connection, database, upsert, null);
    }

    /**
     * Makes one that leaves existing rows unchanged.
     *
     * @param listener is told of the rows that are inserted, if {@link Database#returnsInserted}
     */
    UpsertStatement(Connection connection, Database database, Upsert upsert, @Nullable Inserted listener) {
        this.connection = connection;
        this.database = database;
        this.upsert = upsert;
        this.listener = database.returnsInserted() ? listener : null;
    }

    /**
     * A listener for rows that were inserted; a savepoint may undo that afterwards.
     *
     * @param columns the columns that it is told
     * @param reader reads them of one row
     */
    record Inserted(String columns, RowReader reader) {}

    /** A reader of the row that a query is at. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Writes rows; each has a String, Long, BigDecimal, Instant, byte array or null for each column.
     *
     * @return the number of rows that were inserted, if the upsert leaves existing rows unchanged
     */
    long write(List<List<@Nullable Object>> rows) throws SQLException {
        if (rows.size() > 1
                && listener == null
                && database.rowsInStatement(upsert.columns().size()) == 1) {
            return parameters(1).executeEach(upsert.columns(), rows);
        }
        long inserted = 0;
        int from = 0;
        while (from < rows.size()) {
            int to = endOfStatement(rows, from);
            Parameters parameters = parameters(to - from);
            parameters.restart();
            for (List<@Nullable Object> row : rows.subList(from, to)) {
                parameters.add(upsert.columns(), row);
            }
            inserted += execute(parameters.statement());
            from = to;
        }
        return inserted;
    }

    private long execute(PreparedStatement statement) throws SQLException {
        if (listener == null) {
            return statement.executeUpdate();
        }
        long inserted = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                listener.reader.read(row);
                inserted++;
            }
        }
        return inserted;
    }

    /** Writes the values of rows; see {@link #write}. */
    long writeRows(List<? extends RowValues> rows) throws SQLException {
        return write(rows.stream().map(RowValues::values).toList());
    }

    private int endOfStatement(List<List<@Nullable Object>> rows, int from) {
        int most = Math.min(
                rows.size(), from + database.rowsInStatement(upsert.columns().size()));
        int to = from + 1;
        long length = length(rows.get(from));
        while (to < most) {
            length += length(rows.get(to));
            if (length > LENGTH_IN_STATEMENT) {
                break;
            }
            to++;
        }
        return to;
    }

    private static long length(List<@Nullable Object> row) {
        long length = 0;
        for (Object value : row) {
            if (value instanceof String text) {
                length += text.length();
            } else if (value instanceof byte[] bytes) {
                length += bytes.length;
            }
        }
        return length;
    }

    private Parameters parameters(int rows) throws SQLException {
        Parameters parameters = statementsByRows.get(rows);
        if (parameters == null) {
            String sql = database.upsert(upsert, rows) + (listener == null ? "" : " RETURNING " + listener.columns);
            parameters = new Parameters(database, connection.prepareStatement(sql));
            statementsByRows.put(rows, parameters);
        }
        return parameters;
    }

    @Override
    public void close() throws SQLException {
        for (Parameters parameters : statementsByRows.values()) {
            parameters.statement().close();
        }
    }
}
