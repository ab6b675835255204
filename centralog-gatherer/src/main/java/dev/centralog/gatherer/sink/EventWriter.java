// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows within a transaction and finds, by halving, those that the database will not take: of these it stores the
 * count, and hands out the event as a dead letter.
 */
final class EventWriter implements AutoCloseable {
    private static final int CHUNK_ROWS = 512;

    private final Database database;
    private final EventUpsert upsert;
    private final Statement savepoints;
    private final List<UnreadablePayload> rejected = new ArrayList<>();

    EventWriter(Connection connection, Database database) throws SQLException {
        this.database = database;
        upsert = new EventUpsert(connection, database);
        savepoints = connection.createStatement();
    }

    /** Writes all rows; the answer has those that were rejected. */
    List<UnreadablePayload> write(List<EventRow> rows) throws SQLException {
        for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
            writeChunk(rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS)));
        }
        return rejected;
    }

    private void writeChunk(List<EventRow> rows) throws SQLException {
        savepoints.execute("SAVEPOINT chunk");
        try {
            upsert.write(rows);
            savepoints.execute("RELEASE SAVEPOINT chunk");
        } catch (SQLException wrong) {
            if (database.trouble(wrong) != SqlTrouble.POISON) {
                throw wrong;
            }
            savepoints.execute("ROLLBACK TO SAVEPOINT chunk");
            savepoints.execute("RELEASE SAVEPOINT chunk");
            if (rows.size() > 1) {
                int half = rows.size() / 2;
                writeChunk(rows.subList(0, half));
                writeChunk(rows.subList(half, rows.size()));
            } else {
                reject(rows.get(0), wrong);
            }
        }
    }

    private void reject(EventRow row, SQLException why) throws SQLException {
        upsert.write(List.of(row.rejected()));
        GatheredEvent gathered = row.gathered();
        rejected.add(new UnreadablePayload(
                gathered.windowStart(),
                gathered.groupId(),
                gathered.delivery(),
                EventWire.encode(gathered.event()),
                "the database did not take it: " + why.getMessage()));
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
        savepoints.close();
    }
}
