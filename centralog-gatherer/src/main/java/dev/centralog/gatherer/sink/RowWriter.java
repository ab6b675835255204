// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A writer of rows of one table, and of the samples that belong to them, within a transaction. */
interface RowWriter {
    /**
     * Makes this transaction the only one that writes a delivery; called before its rows are written. Returns the key to find its
     * rows by.
     */
    DeliveryKey enter(DeliveryKey delivery) throws SQLException;

    /** Writes all rows; returns the dead letters of those that the database refused. */
    List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException;

    /** Writes the samples of rows that were written; returns the dead letters of those that the database refused. */
    List<UnreadablePayload> writeSamples(List<SampleRow> samples) throws SQLException;

    /** Returns what the row with these names has added to one that existed; null if none did. */
    @Nullable
    Added addedTo(List<String> names);

    /** Ends the writing of a delivery; returns what existed of it before. */
    Met finish() throws SQLException;
}
