// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ProcessSign;
import java.sql.SQLException;
import java.util.List;

/** A writer of processes and their signs of life, within the caller's transaction. */
record ProcessWriter(UncountedWriter rows) {
    private static final List<Column> SIGN = List.of(
            new Column("window_start", ColumnType.TIME),
            new Column("delivery", ColumnType.TEXT),
            new Column("process_id", ColumnType.TEXT),
            new Column("kind", ColumnType.TEXT));

    private static final Upsert SIGNS = new Upsert("process_signs", SIGN, SIGN, List.of());

    /** Writes signs that may exist already. */
    void writeSigns(List<ProcessSign> signs) throws SQLException {
        rows.write(SIGNS, signs.stream().map(ProcessWriter::row).toList());
    }

    /**
     * Writes processes that may exist already. All gatherers write the same rows, and hold locks on them until they commit: so
     * all write them in the order of ids, before they write groups.
     */
    void writeProcesses(List<ProcessRow> processes) throws SQLException {
        rows.write(ProcessRow.UPSERT, processes);
    }

    private static RowValues row(ProcessSign sign) {
        return () -> List.of(
                sign.windowStart(), sign.delivery(), sign.process(), sign.kind().label());
    }
}
