// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A writer of rows in chunks, which finds the rows that the database refuses by halving the chunk.
 *
 * @param attempt how each chunk is tried
 * @param write writes a chunk
 * @param refused is called for each row that the database refuses
 */
record Halving<R>(Attempt attempt, Step<R> write, Refused<R> refused) {
    /** The way in which a chunk is tried: {@link Savepoint#refusal}, or {@link Savepoint#refusalOfRepeatable}. */
    interface Attempt {
        @Nullable
        SQLException refusal(Savepoint.Step step) throws SQLException;
    }

    /** The writing of a chunk. */
    interface Step<R> {
        void on(List<? extends R> chunk) throws SQLException;
    }

    /** The handling of a refused row. */
    interface Refused<R> {
        void on(R row, SQLException why) throws SQLException;
    }

    /** Writes all rows. */
    void writeAll(List<? extends R> rows) throws SQLException {
        for (int from = 0; from < rows.size(); from += MergeWriter.CHUNK_ROWS) {
            writeChunk(rows.subList(from, Math.min(rows.size(), from + MergeWriter.CHUNK_ROWS)));
        }
    }

    private void writeChunk(List<? extends R> rows) throws SQLException {
        SQLException refusal = attempt.refusal(() -> write.on(rows));
        if (refusal == null) {
            return;
        }
        if (rows.size() == 1) {
            refused.on(rows.get(0), refusal);
        } else {
            int half = rows.size() / 2;
            writeChunk(rows.subList(0, half));
            writeChunk(rows.subList(half, rows.size()));
        }
    }
}
