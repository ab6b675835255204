// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.ActionEntry.Taken;
import dev.centralog.internal.wire.TotalsEncoder;
import dev.centralog.internal.wire.Window;
import java.time.Duration;

/**
 * The drain of actions: holds all live entries by slice. There may be millions, so they are drained in rounds, each
 * entry once a round, however often the shipper drains in between. A round begins when the flush interval of actions
 * is over, or when the buffer fills up. An entry in which nothing was counted since the last round is removed; a pair
 * that acts again gets a new one.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
public final class ActionDrain extends Drain<ActionEntry> {
    private static final byte[] NO_TOTALS = {};

    /** The fill, in eighths of the buffer, from which every entry is removed when it is drained. */
    private static final int PRESSED_EIGHTHS = 4;

    /** The fill, in eighths of the buffer, from which a round begins before its time. */
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

    /** Whether a round begins; it does not while the current one has entries left. */
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

    /** Drains an entry. Totals stay charged until their line is confirmed, since they are in a batch until then. */
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
                | LinkageError ignored) { // no other place holds these counts now
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
