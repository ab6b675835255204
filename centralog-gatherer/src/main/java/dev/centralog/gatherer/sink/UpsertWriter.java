// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows that may be there already and finds, by halving, those that the database will not take: of these it stores
 * the count, and hands out the rest as a dead letter.
 */
final class UpsertWriter implements RowWriter, AutoCloseable {
    private static final int CHUNK_ROWS = 512;

    private final Database database;
    private final UpsertStatement upsert;
    private final Statement savepoints;

    UpsertWriter(Connection connection, Database database, Upsert table) throws SQLException {
        this.database = database;
        upsert = new UpsertStatement(connection, database, table);
        savepoints = connection.createStatement();
    }

    @Override
    public List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException {
        List<UnreadablePayload> rejected = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
            writeChunk(rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS)), rejected);
        }
        return rejected;
    }

    private void writeChunk(List<? extends Row> rows, List<UnreadablePayload> rejected) throws SQLException {
        savepoints.execute("SAVEPOINT chunk");
        try {
            upsert.writeRows(rows);
            savepoints.execute("RELEASE SAVEPOINT chunk");
        } catch (SQLException wrong) {
            if (database.trouble(wrong) != SqlTrouble.POISON) {
                throw wrong;
            }
            savepoints.execute("ROLLBACK TO SAVEPOINT chunk");
            savepoints.execute("RELEASE SAVEPOINT chunk");
            if (rows.size() > 1) {
                int half = rows.size() / 2;
                writeChunk(rows.subList(0, half), rejected);
                writeChunk(rows.subList(half, rows.size()), rejected);
            } else {
                Row row = rows.get(0);
                upsert.writeRows(List.of(row.rejected()));
                rejected.add(row.putAside("the database did not take it: " + wrong.getMessage()));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
        savepoints.close();
    }
}
