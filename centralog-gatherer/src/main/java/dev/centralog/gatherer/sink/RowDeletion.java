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
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deletion of old rows, a chunk at a time, within the caller's transaction. */
record RowDeletion(Connection connection, Database database) {
    private static final int ROWS = 500;
    private static final int ROWS_IN_FULL = 2000;

    /** A row to be deleted. */
    private record Row(long id, Instant time, long weight) {}

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
        String ids = rows.subList(0, count).stream()
                .map(row -> Long.toString(row.id))
                .collect(Collectors.joining(", ", "(", ")"));
        try (Statement delete = connection.createStatement()) {
            long samples = kind == ById.EVENTS ? delete.executeUpdate(database.deleteSamples(ids)) : 0;
            long deleted = delete.executeUpdate("DELETE FROM " + kind.table + " WHERE id IN " + ids);
            return new Chunk(deleted, samples, count < ROWS && count == rows.size() ? null : rows.get(count - 1).time);
        }
    }

    /** Returns the time of the earliest row of a range; null if there is none. */
    @Nullable
    Instant earliest(ById kind, Range range) throws SQLException {
        List<Row> first = earliest(kind, range, 1);
        return first.isEmpty() ? null : first.get(0).time;
    }

    private List<Row> earliest(ById kind, Range range, int most) throws SQLException {
        String time = database.parameter(ColumnType.TIME);
        // By the plus no index is searched for the id: SQLite would read the whole table in that order, and sort it.
        String sql = "SELECT id, " + kind.time + ", " + kind.weight + " FROM " + kind.table + " WHERE " + kind.time
                + " >= " + time + " AND " + kind.time + " < " + time + " AND +id <= ? ORDER BY " + kind.time + " LIMIT "
                + most;
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, database.timeText(range.from()));
            select.setString(2, database.timeText(range.before()));
            select.setLong(3, range.lastId());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getLong(1), database.time(row, kind.time), row.getLong(3)));
                }
            }
        }
        return rows;
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
