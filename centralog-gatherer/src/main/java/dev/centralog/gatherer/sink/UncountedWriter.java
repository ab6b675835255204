// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A writer of rows that no count depends on and that may exist already, within the caller's transaction. One that the database
 * refuses is left out, with a warning.
 */
record UncountedWriter(Connection connection, Database database) {
    void write(Upsert upsert, List<? extends RowValues> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Refusals refusals = new Refusals();
        try (UpsertStatement statement = new UpsertStatement(connection, database, upsert);
                Savepoint savepoint = new Savepoint(connection, database)) {
            new Halving<RowValues>(savepoint::refusalOfRepeatable, statement::writeRows, refusals).writeAll(rows);
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
