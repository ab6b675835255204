// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ProcessSign;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A writer of processes and their signs of life, within the caller's transaction. */
record ProcessWriter(Connection connection, Database database) {
    private static final List<Column> SIGN = List.of(
            new Column("window_start", ColumnType.TIME),
            new Column("delivery", ColumnType.TEXT),
            new Column("process_id", ColumnType.TEXT),
            new Column("kind", ColumnType.TEXT));

    private static final Upsert SIGNS = new Upsert("process_signs", SIGN, SIGN, List.of());

    /** Writes signs that may exist already. */
    void writeSigns(List<ProcessSign> signs) throws SQLException {
        write(SIGNS, signs.stream().map(ProcessWriter::row).toList());
    }

    /**
     * Writes processes that may exist already. All gatherers write the same rows, and hold locks on them until they commit: so
     * it must be the last step of a transaction, and in the order of ids.
     */
    void writeProcesses(List<ProcessRow> processes) throws SQLException {
        write(ProcessRow.UPSERT, processes);
    }

    private static RowValues row(ProcessSign sign) {
        return () -> List.of(
                sign.windowStart(), sign.delivery(), sign.process(), sign.kind().label());
    }

    /** Writes rows. One that the database refuses is left out, with a warning: no count depends on it. */
    private void write(Upsert upsert, List<? extends RowValues> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Refusals refusals = new Refusals();
        try (UpsertStatement statement = new UpsertStatement(connection, database, upsert);
                Savepoint savepoint = new Savepoint(connection, database)) {
            new Halving<RowValues>(savepoint, statement::writeRows, refusals).writeAll(rows);
        }
        if (refusals.count > 0) {
            database.warn("did not take " + refusals.count + " rows of the table " + upsert.table()
                    + ", and goes on without them; counts of events do not need them. The first reason: "
                    + database.hideIn(refusals.reason));
        }
    }

    private static final class Refusals implements Halving.Refused<RowValues> {
        private int count;
        private String reason = "";

        @Override
        public void on(RowValues row, SQLException why) {
            reason = count++ == 0 ? String.valueOf(why.getMessage()) : reason;
        }
    }
}
