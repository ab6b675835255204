// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.ActionEntry.Taken;
import dev.centralog.internal.wire.TotalsCodec;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.TreeMap;

/**
 * Actions: all live entries by slice, and the lines that are cut from them. There may be millions, so they are cut in
 * rounds, each entry once a round, however often the shipper comes back for more. A round begins when the flush interval
 * of actions is over, or when the buffer presses. An entry that nothing was counted in since the last round goes: a pair
 * that acts again gets another.
 */
public final class ActionDrain implements DrainSource {
    private static final byte[] NO_TOTALS = {};

    /** From so much on, in eighths of the buffer, every entry goes when it is cut. */
    private static final int PRESSED_EIGHTHS = 4;

    /** From so much on a round begins before its time. */
    private static final int EARLY_EIGHTHS = 1;

    private final ActionFolder table;
    private final MemoryBudget budget;
    private final ProducerCounters counters;
    private final long intervalNanos;
    private final TreeMap<Long, Slice> slices = new TreeMap<>();
    private long lastRoundNanos;
    private boolean hadRound;

    private static final class Slice {
        final Deque<ActionEntry> entries = new ArrayDeque<>();
        int leftInRound;
    }

    public ActionDrain(ActionFolder table, MemoryBudget budget, ProducerCounters counters, Duration flushInterval) {
        this.table = table;
        this.budget = budget;
        this.counters = counters;
        this.intervalNanos = flushInterval.toNanos();
    }

    @Override
    public ProducerCounters counters() {
        return counters;
    }

    @Override
    public void admitFresh() {
        for (ActionEntry entry = table.fresh(); entry != null; entry = table.fresh()) {
            boolean admitted = false;
            try {
                slices.computeIfAbsent(entry.slice(), slice -> new Slice())
                        .entries
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
    public boolean isEmpty() {
        return slices.isEmpty();
    }

    @Override
    public boolean isDue(DrainContext now) {
        return !slices.isEmpty() && (isInRound() || beginsRound(now));
    }

    @Override
    public boolean drainsAll() {
        return !isInRound();
    }

    private boolean isInRound() {
        return slices.values().stream().anyMatch(slice -> slice.leftInRound > 0);
    }

    private boolean beginsRound(DrainContext now) {
        return now.last()
                || now.hurried()
                || budget.isFuller(EARLY_EIGHTHS)
                || !hadRound
                || now.nanos() - lastRoundNanos >= intervalNanos;
    }

    @Override
    public void drain(DrainContext now, Sink sink) {
        if (!isInRound()) {
            if (!beginsRound(now)) {
                return;
            }
            slices.values().forEach(slice -> slice.leftInRound = slice.entries.size());
            lastRoundNanos = now.nanos();
            hadRound = true;
        }
        for (Iterator<Slice> each = slices.values().iterator(); each.hasNext() && sink.wantsMore(); ) {
            Slice slice = each.next();
            while (slice.leftInRound > 0 && sink.wantsMore()) {
                slice.leftInRound--;
                ActionEntry entry = slice.entries.remove();
                boolean goes = false;
                try {
                    goes = drain(entry, now.last(), sink);
                } finally {
                    if (!goes) { // also where it failed: other calls may have been counted in it since
                        slice.entries.add(entry);
                    }
                }
            }
            sink.endOfWindow();
            if (slice.entries.isEmpty()) {
                each.remove();
            }
        }
    }

    /** What the totals are charged with stays charged until their line is confirmed: it is in a batch until then. */
    private boolean drain(ActionEntry entry, boolean last, Sink sink) {
        boolean goes = last || entry.isCountClosed() || entry.isIdle() || budget.isFuller(PRESSED_EIGHTHS);
        Taken taken = goes ? entry.close() : entry.take();
        entry.hold(taken.totals().bytes());
        handOn(entry, taken, sink);
        if (goes) {
            table.unlink(entry);
        }
        if (!entry.hasLinesUnderWay()) {
            free(entry);
        }
        return goes;
    }

    /** A sink that throws has not taken the line: nobody else knows what was counted in it. */
    private void handOn(ActionEntry entry, Taken taken, Sink sink) {
        long held = taken.count();
        try {
            BatchLine line = lineOf(entry, taken);
            held = line.repeats();
            if (held > 0) {
                sink.line(
                        Window.slice(entry.slice(), table.sliceSeconds()),
                        new DrainedCount(line, entry, !entry.wasSent()));
                held = 0;
                entry.markSent();
                entry.lineSent();
            }
        } finally {
            counters.drop(DropReason.FAULT, held);
        }
    }

    private BatchLine lineOf(ActionEntry entry, Taken taken) {
        byte[] group = entry.group();
        ActionAccumulator totals = taken.totals();
        if (totals.calls() == 0) {
            return new BatchLine(group, taken.plain(), NO_TOTALS);
        }
        try {
            return new BatchLine(group, taken.count(), TotalsCodec.encode(totals.totals()));
        } catch (RuntimeException
                | StackOverflowError
                | LinkageError unknown) { // their counts are in nobody's hands now
            counters.drop(DropReason.UNREADABLE, totals.calls());
            return new BatchLine(group, taken.plain(), NO_TOTALS);
        }
    }

    private void free(ActionEntry entry) {
        budget.release(entry.isClosed() ? entry.freeAll() : entry.freeAllBut(entry.bytes()));
    }

    @Override
    public void confirmed(PendingEntry waiting) {
        if (waiting.lineConfirmed() && waiting instanceof ActionEntry entry) {
            free(entry);
        }
    }

    @Override
    public long abandon() {
        admitFresh();
        long sum = 0;
        for (Slice slice : slices.values()) {
            for (ActionEntry entry : slice.entries) {
                sum += giveUp(entry);
            }
        }
        slices.clear();
        return sum;
    }

    /** Answers what it had counted. */
    private long giveUp(ActionEntry entry) {
        Taken left = entry.close();
        table.unlink(entry);
        budget.release(left.totals().bytes() + entry.freeAll());
        return left.count();
    }
}
