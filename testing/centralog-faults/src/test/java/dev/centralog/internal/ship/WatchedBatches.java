// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainedFolder;
import dev.centralog.internal.fold.EventEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Batches in the form in which they are sent: with their original lines, even if they were on disk in between; or, with
 * a mutant, with what was counted since then.
 */
final class WatchedBatches {
    private final BatchWatcher books;
    private final boolean doGrow;
    private final IdentityHashMap<List<BatchLine>, List<BatchLine>> grown = new IdentityHashMap<>();
    private final IdentityHashMap<List<BatchLine>, List<BatchLine>> readBack = new IdentityHashMap<>();

    WatchedBatches(BatchWatcher books, boolean doGrow) {
        this.books = books;
        this.doGrow = doGrow;
    }

    BatchWatcher books() {
        return books;
    }

    /** Reports the batches made of drained counts, and returns those that are new since the last call. */
    List<PendingBatch> noteNumbered(Outbox outbox) {
        return outbox.unsecured().stream()
                .filter(each -> books.numbered(
                        asSent(each.batch()),
                        each.counts().stream()
                                .map(count -> count.entry() == null)
                                .toList()))
                .toList();
    }

    /** Reports the batches that were read back, and compares them with those that were written. */
    void noteReadBack(List<PendingBatch> pending, WatchedDisk disk, ShippingChecks checks) {
        for (PendingBatch each : pending) {
            if (each.isOnDisk() && !readBack.containsKey(each.batch().lines())) {
                List<BatchLine> written = disk.nextRead();
                if (!areEqual(written, each.batch().lines())) {
                    books.broken("what is read back is what was written");
                }
                readBack.put(each.batch().lines(), written);
                checks.onReadBack(each);
                books.readBack(asSent(each.batch()), each.origin() == PendingBatch.BatchLocation.DISK);
            }
        }
    }

    private static boolean areEqual(List<BatchLine> written, List<BatchLine> read) {
        boolean areEqual = written.size() == read.size();
        for (int i = 0; areEqual && i < written.size(); i++) {
            BatchLine one = written.get(i);
            BatchLine other = read.get(i);
            areEqual = one.repeats() == other.repeats()
                    && Arrays.equals(one.group(), other.group())
                    && Arrays.equals(one.payload(), other.payload())
                    && one.samples().taken() == other.samples().taken()
                    && one.samples().bytes() == other.samples().bytes();
        }
        return areEqual;
    }

    Batch asSent(Batch batch) {
        List<BatchLine> made = readBack.getOrDefault(batch.lines(), batch.lines());
        List<BatchLine> lines = grown.getOrDefault(made, made);
        return lines == batch.lines() ? batch : new Batch(batch.number(), batch.process(), batch.window(), lines);
    }

    Batch toSend(PendingBatch pending) {
        Batch before = asSent(pending.batch());
        if (!doGrow || !pending.wasSent() || pending.counts().isEmpty()) {
            return before;
        }
        List<BatchLine> lines = new ArrayList<>(before.lines());
        for (int i = 0; i < lines.size(); i++) {
            BatchLine line = lines.get(i);
            long meanwhile =
                    pending.counts().get(i).entry() instanceof EventEntry entry ? DrainedFolder.take(entry) : 0;
            lines.set(i, new BatchLine(line.group(), line.repeats() + meanwhile, line.payload(), line.samples()));
        }
        Batch after = new Batch(before.number(), before.process(), before.window(), lines);
        grown.put(pending.batch().lines(), after.lines());
        books.grown(before, after);
        return after;
    }
}
