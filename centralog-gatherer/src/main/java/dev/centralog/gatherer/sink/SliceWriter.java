// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A writer of slices of actions, one chunk at a time: a slice may be larger than the memory. */
final class SliceWriter implements DeliveryWriter<SealedSlice> {
    @Override
    public RowTable table() {
        return ActionRow.TABLE;
    }

    @Override
    public Stored write(SealedSlice slice, RowWriter rows, ReportWriter reports) throws SQLException {
        Chunk chunk = new Chunk(rows, reports);
        for (ActionRow row : slice.rows()) {
            chunk.add(row);
        }
        chunk.write();
        Met met = rows.finish();
        return new Stored(
                chunk.rowsWritten,
                chunk.count,
                met.rows(),
                met.differing(),
                Map.of(),
                DeliveryWriter.deadLetters(chunk.unreadable, chunk.deadLetters - chunk.unreadable));
    }

    private static final class Chunk {
        private final RowWriter writer;
        private final ReportWriter reports;
        private final List<ActionRow> rows = new ArrayList<>();
        private final List<UnreadablePayload> letters = new ArrayList<>();
        private long characters;
        private long rowsWritten;
        private long count;
        private long unreadable;
        private long deadLetters;

        Chunk(RowWriter writer, ReportWriter reports) {
            this.writer = writer;
            this.reports = reports;
        }

        void add(ActionRow row) throws SQLException {
            rows.add(row);
            characters += row.characters();
            count += row.count();
            UnreadablePayload put = row.unreadable();
            if (put != null) {
                letters.add(put);
                unreadable++;
            }
            if (rows.size() >= SealedSlice.CHUNK_ROWS || characters >= SealedSlice.CHUNK_CHARACTERS) {
                write();
            }
        }

        void write() throws SQLException {
            if (rowsWritten == 0 && !rows.isEmpty()) {
                writer.enter(DeliveryKey.of(ActionRow.TABLE, rows.get(0)));
            }
            letters.addAll(writer.write(rows));
            deadLetters += reports.writeDeadLetters(DropReport.ACTIONS, letters);
            rowsWritten += rows.size();
            rows.clear();
            letters.clear();
            characters = 0;
        }
    }
}
