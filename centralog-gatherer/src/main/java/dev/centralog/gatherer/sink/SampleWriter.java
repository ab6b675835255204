// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer of samples that may exist already; those stay as they are. A sample that the database refuses is returned as a dead
 * letter, and the rest is stored.
 */
final class SampleWriter implements AutoCloseable {
    private final UpsertStatement insert;
    private final Savepoint savepoint;
    private boolean isShort;

    SampleWriter(Connection connection, Database database) throws SQLException {
        insert = new UpsertStatement(connection, database, SampleRow.INSERT);
        savepoint = new Savepoint(connection, database);
    }

    List<UnreadablePayload> write(List<SampleRow> samples) throws SQLException {
        List<UnreadablePayload> refused = new ArrayList<>();
        new Halving<SampleRow>(
                        savepoint::refusalOfRepeatable,
                        this::insert,
                        (sample, why) -> refused.add(refused(sample, why)))
                .writeAll(samples);
        return refused;
    }

    /** Returns whether fewer samples were inserted than came. */
    boolean isShort() {
        return isShort;
    }

    private void insert(List<? extends SampleRow> chunk) throws SQLException {
        isShort |= insert.writeRows(chunk) < chunk.size();
    }

    private UnreadablePayload refused(SampleRow sample, SQLException why) {
        isShort = true;
        return sample.putAside(MergeWriter.REFUSED + why.getMessage());
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        savepoint.close();
    }
}
