// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A writer of rows that can't exist yet, by {@link Database#copy}; it fails if one exists, or is refused by the database. */
final class CopyWriter implements RowWriter {
    private final Connection connection;
    private final Database database;
    private final RowTable table;

    CopyWriter(Connection connection, Database database, RowTable table) {
        this.connection = connection;
        this.database = database;
        this.table = table;
    }

    @Override
    public DeliveryKey enter(DeliveryKey delivery) throws SQLException {
        return delivery.enter(connection, database);
    }

    @Override
    public List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException {
        database.copy(connection, table.insert(), rows);
        return List.of();
    }

    @Override
    public List<UnreadablePayload> writeSamples(List<SampleRow> samples) throws SQLException {
        if (!samples.isEmpty()) {
            database.copy(connection, SampleRow.INSERT, samples);
        }
        return List.of();
    }

    @Override
    public @Nullable Added addedTo(List<String> names) {
        return null;
    }

    @Override
    public Met finish() {
        return Met.NOTHING;
    }
}
