// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The shipper's own view of what waits: all live entries by window, and the lines it cuts from them.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class OpenWindows {
    /** An entry stays for late repeats this long after its window's end; later ones make a new entry. */
    private static final long SETTLE_MILLIS = 2500;

    /** From then on after its end, a window may have been sealed, so that its payloads are sent again. */
    private static final long PROBABLY_SEALED_MILLIS = 700;

    private final FoldTable table;
    private final MemoryBudget budget;
    private final TreeMap<Long, List<Entry>> windows = new TreeMap<>();

    OpenWindows(FoldTable table, MemoryBudget budget) {
        this.table = table;
        this.budget = budget;
    }

    /** A line of a batch, and the entry that it was cut from: null for a drop report. */
    record Cut(Batch.Line line, @Nullable Entry entry, boolean first) {}

    /** Takes over the entries that were pushed since the last time. */
    void admitFresh() {
        for (Entry entry = table.fresh(); entry != null; entry = table.fresh()) {
            windows.computeIfAbsent(entry.window(), window -> new ArrayList<>()).add(entry);
        }
    }

    /**
     * Takes counts and hands them on window by window until {@code sink} wants no more.
     *
     * @param redisMillis now, by Redis's clock
     * @param last whether nothing more will be logged: every entry is closed
     */
    void cut(long redisMillis, boolean last, Sink sink) {
        for (Iterator<Map.Entry<Long, List<Entry>>> each = windows.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Long, List<Entry>> window = each.next();
            long sinceEnd = redisMillis - (window.getKey() + 1) * 1000;
            List<Entry> entries = window.getValue();
            List<Entry> kept = new ArrayList<>();
            int position = 0;
            while (position < entries.size() && sink.wantsMore()) {
                Entry entry = entries.get(position++);
                boolean done = last || sinceEnd > SETTLE_MILLIS || (entry.isPayloadSent() && budget.isFuller(4));
                cut(entry, done, sinceEnd > PROBABLY_SEALED_MILLIS, sink);
                if (!done) {
                    kept.add(entry);
                }
            }
            kept.addAll(entries.subList(position, entries.size()));
            window.setValue(kept);
            sink.endOfWindow();
            if (kept.isEmpty()) {
                each.remove();
            }
            if (!sink.wantsMore()) {
                return;
            }
        }
    }

    /** Takes lines. */
    interface Sink {
        boolean wantsMore();

        void line(long window, Cut cut);

        /** No more lines of the window now. */
        void endOfWindow();
    }

    private void cut(Entry entry, boolean done, boolean late, Sink sink) {
        long repeats = done ? entry.close() : entry.take();
        if (repeats > 0) {
            byte[] payload = entry.payload();
            boolean first = !entry.isPayloadSent();
            byte[] sent = payload != null && (first || late) ? payload : new byte[0];
            entry.markPayloadSent();
            entry.lineSent();
            sink.line(entry.window(), new Cut(new Batch.Line(entry.group().hash(), repeats, sent), entry, first));
        }
        if (done) {
            entry.group().unlink(entry);
            table.remove(entry.group());
            if (!entry.hasLinesUnderWay()) {
                budget.release(entry.freeAll());
            }
        }
    }

    /** A line of that entry was confirmed: lets go of what is not needed any more. */
    void confirmed(Entry entry) {
        boolean none = entry.lineConfirmed();
        if (entry.isClosed() && none) {
            budget.release(entry.freeAll());
        } else if (budget.isFuller(2)) {
            budget.release(entry.freePayload());
        }
    }

    /** Whether there is nothing to cut, now or later. */
    boolean isEmpty() {
        return windows.isEmpty();
    }

    /** What has been counted and not cut. */
    long pending() {
        admitFresh();
        long sum = 0;
        for (List<Entry> entries : windows.values()) {
            for (Entry entry : entries) {
                sum += entry.pending();
            }
        }
        return sum;
    }

    /** Closes all entries; answers what they had counted. */
    long abandon() {
        admitFresh();
        long sum = 0;
        for (List<Entry> entries : windows.values()) {
            for (Entry entry : entries) {
                sum += entry.close();
                entry.group().unlink(entry);
                table.remove(entry.group());
                budget.release(entry.freeAll());
            }
        }
        windows.clear();
        return sum;
    }
}
