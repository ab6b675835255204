// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of the times up to which what is stored is complete, within the caller's transaction. */
record CompleteUpTo(Connection connection, Database database) {
    private static final Upsert RAISED = new Upsert(
            "complete_up_to",
            List.of(
                    new Column("stream", ColumnType.TEXT),
                    new Column("redis_id", ColumnType.TEXT),
                    new Column("up_to", ColumnType.TIME)),
            List.of(new Column("stream", ColumnType.TEXT), new Column("redis_id", ColumnType.TEXT)),
            List.of(Upsert.Update.larger("up_to")));

    /** Returns the time of a stream and a Redis; null if there is none. */
    @Nullable
    Instant read(String stream, String redisId) throws SQLException {
        String sql = "SELECT up_to FROM complete_up_to WHERE stream = ? AND redis_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, stream);
            select.setString(2, redisId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? database.time(row, "up_to") : null;
            }
        }
    }

    /** Writes a time, unless a later one is there by then. */
    void raise(String stream, String redisId, Instant upTo) throws SQLException {
        try (UpsertStatement statement = new UpsertStatement(connection, database, RAISED)) {
            statement.write(List.of(List.of(stream, redisId, upTo)));
        }
    }
}
