// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.internal.wire.Window;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Events: all live entries by second, and the lines that are cut from them. */
final class OpenWindows implements Lane {
    /** An entry stays for late repeats this long after its window's end; later ones make a new entry. */
    private static final long SETTLE_MILLIS = 2500;

    /** From then on after its end, a window may have been sealed, so that its payloads are sent again. */
    private static final long PROBABLY_SEALED_MILLIS = 700;

    /**
     * Windows further ahead are of a clock that was wrong, or of events that were given a time. Redis stores them under
     * the second of their arrival, so there is nothing to wait for.
     */
    private static final long FARTHEST_AHEAD_MILLIS = 10_000;

    private final FoldTable table;
    private final MemoryBudget budget;
    private final Counters counters;
    private final TreeMap<Long, List<Entry>> windows = new TreeMap<>();

    OpenWindows(FoldTable table, MemoryBudget budget, Counters counters) {
        this.table = table;
        this.budget = budget;
        this.counters = counters;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public void admitFresh() {
        for (Entry entry = table.fresh(); entry != null; entry = table.fresh()) {
            windows.computeIfAbsent(entry.window(), window -> new ArrayList<>()).add(entry);
        }
    }

    @Override
    public void cut(Moment now, Sink sink) {
        for (Iterator<Map.Entry<Long, List<Entry>>> each = windows.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Long, List<Entry>> window = each.next();
            long sinceEnd = sinceEnd(window.getKey(), now);
            List<Entry> entries = window.getValue();
            List<Entry> kept = new ArrayList<>();
            int position = 0;
            while (position < entries.size() && sink.wantsMore()) {
                Entry entry = entries.get(position++);
                boolean settled = sinceEnd > SETTLE_MILLIS || sinceEnd < -FARTHEST_AHEAD_MILLIS;
                boolean done = now.last() || settled || (entry.isPayloadSent() && budget.isFuller(4));
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

    /** In milliseconds; all windows before 1970 are as old as one of then, so that no time is too large a number. */
    private static long sinceEnd(long window, Moment now) {
        return now.redisMillis() - 1000 - TimeUnit.SECONDS.toMillis(Math.max(0, window));
    }

    private void cut(Entry entry, boolean done, boolean late, Sink sink) {
        long repeats = done ? entry.close() : entry.take();
        if (repeats > 0) {
            byte[] payload = entry.payload();
            boolean first = !entry.isPayloadSent();
            byte[] sent = payload != null && (first || late) ? payload : new byte[0];
            entry.markPayloadSent();
            entry.lineSent();
            sink.line(
                    Window.second(entry.window()),
                    new Cut(new Batch.Line(entry.group().hash(), repeats, sent), entry, first));
        }
        if (done) {
            entry.group().unlink(entry);
            table.remove(entry.group());
            if (!entry.hasLinesUnderWay()) {
                budget.release(entry.freeAll());
            }
        }
    }

    @Override
    public void confirmed(Waiting waiting) {
        boolean none = waiting.lineConfirmed();
        if (waiting.isClosed() && none) {
            budget.release(waiting.freeAll());
        } else if (waiting instanceof Entry entry && budget.isFuller(2)) {
            budget.release(entry.freePayload());
        }
    }

    @Override
    public boolean isEmpty() {
        return windows.isEmpty();
    }

    @Override
    public boolean isDue(Moment now) {
        return !windows.isEmpty();
    }

    @Override
    public long abandon() {
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
