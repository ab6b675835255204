// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows that may be there already and finds, by halving, those that the database will not take: of these it stores
 * the count, and hands out the rest as a dead letter.
 */
final class UpsertWriter implements RowWriter, AutoCloseable {
    private static final int CHUNK_ROWS = 512;

    private final Connection connection;
    private final Database database;
    private final Upsert table;
    private final UpsertStatement upsert;
    private final Savepoint savepoint;
    private long duplicates;
    private boolean entered;

    UpsertWriter(Connection connection, Database database, Upsert table) throws SQLException {
        this.connection = connection;
        this.database = database;
        this.table = table;
        upsert = new UpsertStatement(connection, database, table);
        savepoint = new Savepoint(connection, database);
    }

    @Override
    public List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException {
        if (!entered && !rows.isEmpty()) {
            DeliveryKey delivery = DeliveryKey.of(table, rows.get(0));
            database.enter(connection, delivery);
            duplicates = delivery.countRows(connection, database);
            entered = true;
        }
        List<UnreadablePayload> rejected = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
            writeChunk(rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS)), rejected);
        }
        return rejected;
    }

    @Override
    public long duplicates() {
        return duplicates;
    }

    private void writeChunk(List<? extends Row> rows, List<UnreadablePayload> rejected) throws SQLException {
        SQLException refusal = savepoint.refusal(() -> upsert.writeRows(rows));
        if (refusal == null) {
            return;
        }
        if (rows.size() == 1) {
            rejected.add(writeRejected(rows.get(0), "the database did not take it: " + refusal.getMessage()));
        } else {
            int half = rows.size() / 2;
            writeChunk(rows.subList(0, half), rejected);
            writeChunk(rows.subList(half, rows.size()), rejected);
        }
    }

    /** Writes the count, under other names where the database refuses the row's own. */
    private UnreadablePayload writeRejected(Row row, String reason) throws SQLException {
        if (savepoint.refusal(() -> upsert.writeRows(List.of(row.rejected()))) == null) {
            return row.putAside(reason);
        }
        List<String> names = row.names();
        Row standIn = row.named(names.stream().map(PlaceholderName::of).toList());
        upsert.writeRows(List.of(standIn.rejected()));
        return PlaceholderName.naming(names, standIn.putAside(reason));
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
        savepoint.close();
    }
}
