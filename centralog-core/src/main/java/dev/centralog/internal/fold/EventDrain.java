// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Events: all live entries by second, and the lines that are cut from them: of a new entry at once, of the others once a
 * round, however often the shipper comes back for more.
 */
public final class EventDrain implements DrainSource {
    /** An entry stays for late repeats this long after its window's end; later ones make a new entry. */
    private static final long SETTLE_MILLIS = 2500;

    /** From then on after its end, a window may have been sealed, so that its payloads are sent again. */
    private static final long PROBABLY_SEALED_MILLIS = 700;

    /** From so much on, in eighths of the buffer, what Redis has makes room: idle entries go, and sent payloads. */
    private static final int PRESSED_EIGHTHS = 2;

    /**
     * Windows further ahead are of a clock that was wrong, or of events that were given a time. Redis stores them under
     * the second of their arrival, so there is nothing to wait for.
     */
    private static final long FARTHEST_AHEAD_MILLIS = 10_000;

    private static final byte[] NO_PAYLOAD = {};

    private final EventFolder table;
    private final MemoryBudget budget;
    private final ProducerCounters counters;
    private final TreeMap<Long, Entries> windows = new TreeMap<>();
    private long round = -1;

    private static final class Entries {
        final Deque<EventEntry> fresh = new ArrayDeque<>();
        final Deque<EventEntry> cutBefore = new ArrayDeque<>();
        int leftInRound;

        boolean hasNext() {
            return leftInRound > 0 || !fresh.isEmpty();
        }

        EventEntry next() {
            if (!fresh.isEmpty()) {
                return fresh.remove();
            }
            leftInRound--;
            return cutBefore.remove();
        }

        boolean isEmpty() {
            return fresh.isEmpty() && cutBefore.isEmpty();
        }
    }

    public EventDrain(EventFolder table, MemoryBudget budget, ProducerCounters counters) {
        this.table = table;
        this.budget = budget;
        this.counters = counters;
    }

    @Override
    public ProducerCounters counters() {
        return counters;
    }

    @Override
    public void admitFresh() {
        for (EventEntry entry = table.fresh(); entry != null; entry = table.fresh()) {
            boolean admitted = false;
            try {
                windows.computeIfAbsent(entry.window(), window -> new Entries())
                        .fresh
                        .add(entry);
                admitted = true;
            } finally {
                if (!admitted) {
                    counters.drop(DropReason.FAULT, giveUp(entry));
                }
            }
        }
    }

    @Override
    public void drain(DrainContext now, Sink sink) {
        if (now.round() != round) {
            round = now.round();
            windows.values().forEach(entries -> entries.leftInRound = entries.cutBefore.size());
        }
        for (Iterator<Map.Entry<Long, Entries>> each = windows.entrySet().iterator();
                each.hasNext() && sink.wantsMore(); ) {
            Map.Entry<Long, Entries> window = each.next();
            long sinceEnd = sinceEnd(window.getKey(), now);
            boolean done = now.last() || sinceEnd > SETTLE_MILLIS || sinceEnd < -FARTHEST_AHEAD_MILLIS;
            Entries entries = window.getValue();
            while (entries.hasNext() && sink.wantsMore()) {
                EventEntry entry = entries.next();
                boolean goes = false;
                try {
                    goes = drain(entry, done, sinceEnd > PROBABLY_SEALED_MILLIS || sink.isForLater(), sink);
                } finally {
                    if (!goes) { // also where it failed: other events may have been counted in it since
                        entries.cutBefore.add(entry);
                    }
                }
            }
            sink.endOfWindow();
            if (entries.isEmpty()) {
                each.remove();
            }
        }
    }

    /** In milliseconds; all windows before 1970 are as old as one of then, so that no time is too large a number. */
    private static long sinceEnd(long window, DrainContext now) {
        return now.redisMillis() - 1000 - TimeUnit.SECONDS.toMillis(Math.max(0, window));
    }

    /** Answers whether the entry is closed: its time is over, or room is wanted and it has not repeated since the last cut. */
    private boolean drain(EventEntry entry, boolean done, boolean late, Sink sink) {
        boolean first = !entry.isPayloadSent();
        long repeats = done ? entry.close() : entry.take();
        boolean goes = done || (repeats <= (first ? 1 : 0) && budget.isFuller(PRESSED_EIGHTHS));
        if (goes && !done) {
            repeats += entry.close(); // what was counted just now
        }
        if (repeats > 0) {
            handOn(entry, repeats, late, sink);
        }
        if (goes) {
            entry.group().unlink(entry);
            table.remove(entry.group());
            if (!entry.hasLinesUnderWay()) {
                budget.release(entry.freeAll());
            }
        }
        return goes;
    }

    /** A sink that throws has not taken the line: nobody else knows what was counted in it. */
    private void handOn(EventEntry entry, long repeats, boolean late, Sink sink) {
        long held = repeats;
        try {
            boolean first = !entry.isPayloadSent();
            byte[] payload = entry.payload();
            byte[] sent = payload != null && (first || late) ? payload : NO_PAYLOAD;
            sink.line(
                    Window.second(entry.window()),
                    new DrainedCount(new BatchLine(entry.group().hash(), repeats, sent), entry, first));
            held = 0;
            entry.markPayloadSent();
            entry.lineSent();
        } finally {
            counters.drop(DropReason.FAULT, held);
        }
    }

    @Override
    public void confirmed(PendingEntry waiting) {
        boolean none = waiting.lineConfirmed();
        if (waiting.isClosed() && none) {
            budget.release(waiting.freeAll());
        } else if (waiting instanceof EventEntry entry && budget.isFuller(PRESSED_EIGHTHS)) {
            budget.release(entry.freePayload());
        }
    }

    @Override
    public boolean isEmpty() {
        return windows.isEmpty();
    }

    @Override
    public boolean isDue(DrainContext now) {
        return !windows.isEmpty()
                && (now.round() != round || windows.values().stream().anyMatch(Entries::hasNext));
    }

    @Override
    public long abandon() {
        admitFresh();
        long sum = 0;
        for (Entries entries : windows.values()) {
            entries.cutBefore.addAll(entries.fresh);
            for (EventEntry entry : entries.cutBefore) {
                sum += giveUp(entry);
            }
        }
        windows.clear();
        return sum;
    }

    /** Answers what it had counted. */
    private long giveUp(EventEntry entry) {
        long counted = entry.close();
        entry.group().unlink(entry);
        table.remove(entry.group());
        budget.release(entry.freeAll());
        return counted;
    }
}
