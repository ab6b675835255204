// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A writer of rows that may exist already, by {@link RowMerger}. It finds the rows that the database refuses by halving the
 * chunk; of such a row it stores the count, and returns the rest as a dead letter.
 */
final class MergeWriter implements RowWriter, AutoCloseable {
    static final int CHUNK_ROWS = 512;

    private final Connection connection;
    private final Database database;
    private final RowTable table;
    private final RowMerger merger;
    private final Savepoint savepoint;
    private @Nullable DeliveryKey entered;
    private Met met = Met.NOTHING;
    private long differing;
    private long came;

    MergeWriter(Connection connection, Database database, RowTable table) throws SQLException {
        this.connection = connection;
        this.database = database;
        this.table = table;
        merger = new RowMerger(connection, database, table);
        savepoint = new Savepoint(connection, database);
    }

    @Override
    public List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException {
        if (entered == null && !rows.isEmpty()) {
            DeliveryKey delivery = DeliveryKey.of(table, rows.get(0));
            database.enter(connection, delivery);
            met = delivery.there(connection, database);
            entered = delivery;
        }
        List<UnreadablePayload> rejected = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
            writeChunk(rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS)), rejected);
        }
        return rejected;
    }

    @Override
    public Met met() throws SQLException {
        DeliveryKey delivery = entered;
        if (delivery != null && differing > 0) {
            long now = delivery.there(connection, database).before();
            met = new Met(met.rows(), differing, met.before(), now, came);
        }
        return met;
    }

    /** Returns the warning to report if rows met rows with other counts; call it after the commit. */
    String otherContent() {
        String what = table.words().get(1);
        return Objects.requireNonNull(entered).shown() + " was stored before with " + met.before() + " " + what
                + " and has " + met.now() + " now; the other copy had " + met.came() + " (" + met.differing()
                + " rows differ, " + kept() + "): two copies of one Redis have gone on apart, see 'Stored before with"
                + " other counts' in docs/databases.md";
    }

    private String kept() {
        return table.hasProcesses() ? "of each process the larger count is kept" : "the larger count is kept";
    }

    private void writeChunk(List<? extends Row> rows, List<UnreadablePayload> rejected) throws SQLException {
        SQLException refusal = savepoint.refusal(() -> merge(rows));
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

    private void merge(List<? extends Row> rows) throws SQLException {
        differing += merger.write(rows);
        for (Row row : rows) {
            came += row.count();
        }
    }

    /** Writes the count of a rejected row, under placeholder names if the database refuses the row's own names. */
    private UnreadablePayload writeRejected(Row row, String reason) throws SQLException {
        if (savepoint.refusal(() -> merge(List.of(row.rejected()))) == null) {
            return row.putAside(reason);
        }
        List<String> names = row.names();
        Row standIn = row.named(names.stream().map(PlaceholderName::of).toList());
        merge(List.of(standIn.rejected()));
        return PlaceholderName.naming(names, standIn.putAside(reason));
    }

    @Override
    public void close() throws SQLException {
        merger.close();
        savepoint.close();
    }
}
