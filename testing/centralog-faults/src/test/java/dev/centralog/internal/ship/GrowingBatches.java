// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventEntry;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Batches as they are sent: with the lines that they were made with, whether they were on disk meanwhile or not; or by a
 * mutant, with what was counted since the last time.
 */
final class GrowingBatches {
    private final BatchWatcher books;
    private final boolean doGrow;
    private final IdentityHashMap<List<BatchLine>, List<BatchLine>> grown = new IdentityHashMap<>();
    private final IdentityHashMap<List<BatchLine>, List<BatchLine>> readBack = new IdentityHashMap<>();

    GrowingBatches(BatchWatcher books, boolean doGrow) {
        this.books = books;
        this.doGrow = doGrow;
    }

    BatchWatcher books() {
        return books;
    }

    boolean isKnown(Batch fromDisk) {
        return readBack.containsKey(fromDisk.lines());
    }

    /** A batch was read back, whose lines were these. */
    void readBack(Batch fromDisk, List<BatchLine> lines) {
        readBack.put(fromDisk.lines(), lines);
    }

    Batch asSent(Batch batch) {
        List<BatchLine> made = readBack.getOrDefault(batch.lines(), batch.lines());
        List<BatchLine> lines = grown.getOrDefault(made, made);
        return lines == batch.lines() ? batch : new Batch(batch.producer(), batch.sequence(), batch.window(), lines);
    }

    Batch toSend(PendingBatch pending) {
        Batch before = asSent(pending.batch());
        if (!doGrow || !pending.wasSent() || pending.counts().isEmpty()) {
            return before;
        }
        List<BatchLine> lines = new ArrayList<>(before.lines());
        for (int i = 0; i < lines.size(); i++) {
            BatchLine line = lines.get(i);
            long meanwhile = pending.counts().get(i).entry() instanceof EventEntry entry ? entry.take() : 0;
            lines.set(i, new BatchLine(line.group(), line.repeats() + meanwhile, line.payload()));
        }
        Batch after = new Batch(before.producer(), before.sequence(), before.window(), lines);
        grown.put(pending.batch().lines(), after.lines());
        books.grown(before, after);
        return after;
    }
}
