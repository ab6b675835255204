// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.util.List;

/** A writer of rows of one table, within a transaction. */
interface RowWriter {
    /** Writes all rows; returns the dead letters of those that the database refused. */
    List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException;

    /** Returns what existed of the delivery before its rows were written; call it after all were written. */
    Met met() throws SQLException;
}
