// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.ActionEntry.Taken;
import dev.centralog.internal.wire.TotalsEncoder;
import dev.centralog.internal.wire.Window;
import java.time.Duration;

/**
 * Actions: all live entries by slice, and the lines that are cut from them. There may be millions, so they are cut in
 * rounds, each entry once a round, however often the shipper comes back for more. A round begins when the flush interval
 * of actions is over, or when the buffer presses. An entry that nothing was counted in since the last round goes: a pair
 * that acts again gets another.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
public final class ActionDrain extends Drain<ActionEntry> {
    private static final byte[] NO_TOTALS = {};

    /** From so much on, in eighths of the buffer, every entry goes when it is cut. */
    private static final int PRESSED_EIGHTHS = 4;

    /** From so much on a round begins before its time. */
    private static final int EARLY_EIGHTHS = 1;

    private final long sliceSeconds;
    private final long intervalNanos;
    private long lastRoundNanos;
    private boolean hadRound;

    public ActionDrain(ActionFolder folder, Duration flushInterval) {
        super(folder, PRESSED_EIGHTHS);
        this.sliceSeconds = folder.sliceSeconds();
        this.intervalNanos = flushInterval.toNanos();
    }

    @Override
    void admit(ActionEntry entry, Entries<ActionEntry> window) {
        window.eachRound.add(entry);
    }

    @Override
    public boolean drainsAll() {
        return !hasNext();
    }

    /** Whether a round begins: not while one has entries left. */
    @Override
    boolean beginsRound(DrainContext now) {
        return !hasNext() && isRoundDue(now);
    }

    private boolean isRoundDue(DrainContext now) {
        return now.last()
                || now.hurried()
                || budget.isFuller(EARLY_EIGHTHS)
                || !hadRound
                || now.nanos() - lastRoundNanos >= intervalNanos;
    }

    @Override
    void roundBegan(DrainContext now) {
        lastRoundNanos = now.nanos();
        hadRound = true;
    }

    /** Totals stay charged until their line is confirmed: they are in a batch until then. */
    @Override
    boolean drain(ActionEntry entry, DrainContext now, Sink sink) {
        boolean goes = now.last() || entry.isCountClosed() || entry.isIdle() || isPressed();
        Taken counts = goes ? entry.close() : entry.take();
        taken = counts.count();
        entry.hold(counts.totals().bytes());
        if (taken > 0) {
            handOn(entry, lineOf(entry, counts), sink);
        }
        if (goes) {
            unlink(entry);
        } else {
            budget.release(entry.freeDelivered(isPressed()));
        }
        return goes;
    }

    private BatchLine lineOf(ActionEntry entry, Taken counts) {
        byte[] group = entry.group();
        ActionAccumulator totals = counts.totals();
        if (totals.calls() == 0) {
            return new BatchLine(group, counts.plain(), NO_TOTALS);
        }
        try {
            return new BatchLine(group, counts.count(), TotalsEncoder.encode(totals.totals()));
        } catch (RuntimeException
                | StackOverflowError
                | LinkageError ignored) { // their counts are in nobody's hands now
            counters.drop(DropReason.UNREADABLE, totals.calls());
            return new BatchLine(group, counts.plain(), NO_TOTALS);
        }
    }

    @Override
    Window counted(long start) {
        Window window = new Window(Window.Signal.ACTIONS, start, sliceSeconds);
        return window.isChecked() ? window.at(start) : window;
    }
}
