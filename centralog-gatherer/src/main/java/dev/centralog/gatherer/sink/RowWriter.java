// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.util.List;

/** Writes rows of one table within a transaction. */
interface RowWriter {
    /** Writes all of them; the answer has what was put aside of those that the database did not take. */
    List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException;

    /** What was there of the delivery before its rows were written; to be asked when all are. */
    Met met() throws SQLException;
}
