// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows of events that may be there already: the larger count wins, and a missing event is filled in. */
final class EventUpsert implements AutoCloseable {
    private final Database database;
    private final PreparedStatement statement;

    EventUpsert(Connection connection, Database database) throws SQLException {
        this.database = database;
        statement = connection.prepareStatement(sql(database));
    }

    private static String sql(Database database) {
        List<EventColumn> columns = EventColumn.ALL;
        String names = columns.stream().map(EventColumn::columnName).collect(Collectors.joining(", "));
        String parameters = columns.stream()
                .map(column -> switch (column.type()) {
                    case TIME -> database.timeParameter();
                    case JSON -> database.jsonParameter();
                    case TEXT, NUMBER -> "?";
                })
                .collect(Collectors.joining(", "));
        String fills = "events.flag <> '' AND excluded.flag = ''";
        String payload = columns.stream()
                .filter(column -> !EventColumn.IDENTITY.contains(column) && column != EventColumn.REPEATS)
                .map(EventColumn::columnName)
                .map(name ->
                        name + " = CASE WHEN " + fills + " THEN excluded." + name + " ELSE events." + name + " END")
                .collect(Collectors.joining(", "));
        return "INSERT INTO events (" + names + ") VALUES (" + parameters + ")"
                + " ON CONFLICT (window_start, group_id, delivery) DO UPDATE SET repeats = " + database.larger()
                + "(events.repeats, excluded.repeats), " + payload
                + " WHERE excluded.repeats > events.repeats OR (" + fills + ")";
    }

    void write(List<EventRow> rows) throws SQLException {
        for (EventRow row : rows) {
            bind(row);
            if (database.batches()) {
                statement.addBatch();
            } else {
                statement.executeUpdate();
            }
        }
        if (database.batches()) {
            statement.executeBatch();
        }
    }

    private void bind(EventRow row) throws SQLException {
        int index = 1;
        for (EventColumn column : EventColumn.ALL) {
            bind(index++, column, row.value(column));
        }
    }

    private void bind(int index, EventColumn column, @Nullable Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Instant time) {
            statement.setString(index, database.timeText(time));
        } else {
            statement.setNull(index, column.type() == EventColumn.Type.NUMBER ? Types.BIGINT : Types.VARCHAR);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
