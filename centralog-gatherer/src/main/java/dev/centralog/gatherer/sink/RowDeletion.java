// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.sink.OldRows.ById;
import dev.centralog.gatherer.sink.OldRows.ByTime;
import dev.centralog.gatherer.sink.OldRows.Chunk;
import dev.centralog.gatherer.sink.OldRows.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deletion of old rows, a chunk at a time, within the caller's transaction. */
record RowDeletion(Connection connection, Database database) {
    private static final int ROWS = 500;
    private static final int ROWS_IN_FULL = 2000;

    /** A row to be deleted: its time, the rest of its key, and the number of events that it has in full. */
    private record Row(Instant time, List<Long> key, long weight) {}

    /** Deletes the earliest rows of a range, events with their samples. */
    Chunk delete(ById kind, Range range) throws SQLException {
        List<Row> rows = earliest(kind, range, ROWS);
        int count = 0;
        for (long weight = 0; count < rows.size() && (count == 0 || weight < ROWS_IN_FULL); count++) {
            weight += rows.get(count).weight;
        }
        if (count == 0) {
            return new Chunk(0, 0, null);
        }
        Row last = rows.get(count - 1);
        long samples = kind == ById.EVENTS ? delete("sample_rows", kind, range, last) : 0;
        long deleted = delete(kind.table, kind, range, last);
        return new Chunk(deleted, samples, count < ROWS && count == rows.size() ? null : last.time);
    }

    /** Deletes the rows of a range up to a row, in the order of their keys. */
    private long delete(String table, ById kind, Range range, Row last) throws SQLException {
        String parameter = database.parameter(ColumnType.TIME);
        // The first condition on the time is for the index: not every database finds one for the second.
        String sql =
                "DELETE FROM " + table + " WHERE " + inRange(kind) + " AND " + kind.time + " <= " + parameter + " AND ("
                        + kind.time + ", " + String.join(", ", kind.key) + ") <= (" + parameter + ", "
                        + last.key.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters parameters = bind(statement, range);
            parameters.add(ColumnType.TIME, last.time);
            parameters.add(ColumnType.TIME, last.time);
            return statement.executeUpdate();
        }
    }

    /** Returns the time of the earliest row of a range; null if there is none. */
    @Nullable
    Instant earliest(ById kind, Range range) throws SQLException {
        List<Row> first = earliest(kind, range, 1);
        return first.isEmpty() ? null : first.get(0).time;
    }

    private List<Row> earliest(ById kind, Range range, int most) throws SQLException {
        String key = String.join(", ", kind.key);
        String sql = "SELECT " + kind.time + ", " + kind.weight + ", " + key + " FROM " + kind.table + " WHERE "
                + inRange(kind) + " ORDER BY " + kind.time + ", " + key + " LIMIT " + most;
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, range);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<Long> values = new ArrayList<>();
                    for (int i = 0; i < kind.key.size(); i++) {
                        values.add(row.getLong(3 + i));
                    }
                    rows.add(new Row(database.time(row, kind.time), values, row.getLong(2)));
                }
            }
        }
        return rows;
    }

    private String inRange(ById kind) {
        String time = database.parameter(ColumnType.TIME);
        // By the plus no index is searched for the id: SQLite would read the whole table in that order, and sort it.
        return kind.time + " >= " + time + " AND " + kind.time + " < " + time + " AND +" + kind.key.get(0) + " <= ?";
    }

    private Parameters bind(PreparedStatement statement, Range range) throws SQLException {
        Parameters parameters = new Parameters(database, statement);
        parameters.add(ColumnType.TIME, range.from());
        parameters.add(ColumnType.TIME, range.before());
        parameters.add(ColumnType.NUMBER, range.lastId());
        return parameters;
    }

    /** Deletes the earliest rows before a time. */
    Chunk delete(ByTime kind, Instant before) throws SQLException {
        String time = database.parameter(ColumnType.TIME);
        String where = " WHERE " + kind.time + " < " + time + " AND " + kind.condition;
        String sql = "SELECT " + kind.time + " FROM " + kind.table + where + " ORDER BY " + kind.time
                + " LIMIT 1 OFFSET " + ROWS;
        Instant next;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, database.timeText(before));
            try (ResultSet row = select.executeQuery()) {
                next = row.next() ? database.time(row, kind.time) : null;
            }
        }
        // Up to the next chunk's first time, and with it: else rows of one time that are more than a chunk would stay.
        String delete = "DELETE FROM " + kind.table + where + (next == null ? "" : " AND " + kind.time + " <= " + time);
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setString(1, database.timeText(before));
            if (next != null) {
                statement.setString(2, database.timeText(next));
            }
            return new Chunk(statement.executeUpdate(), 0, next);
        }
    }
}
