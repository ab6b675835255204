// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.internal.wire.Window;
import java.util.concurrent.TimeUnit;

/**
 * Events: all live entries by second, and the lines that are cut from them: of a new entry at once, of the others once a
 * round, however often the shipper comes back for more.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
public final class EventDrain extends Drain<EventEntry> {
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

    private long round = -1;

    public EventDrain(EventFolder folder) {
        super(folder, PRESSED_EIGHTHS);
    }

    @Override
    void admit(EventEntry entry, Entries<EventEntry> window) {
        window.atOnce.add(entry);
    }

    @Override
    boolean beginsRound(DrainContext now) {
        return now.round() != round;
    }

    @Override
    void roundBegan(DrainContext now) {
        round = now.round();
    }

    /** In milliseconds; all windows before 1970 are as old as one of then, so that no time is too large a number. */
    private long sinceEnd(EventEntry entry, DrainContext now) {
        return now.redisMillis() - 1000 - TimeUnit.SECONDS.toMillis(Math.max(0, start(entry)));
    }

    /** An entry goes when its time is over, or when room is wanted and it has not repeated since the last cut. */
    @Override
    boolean drain(EventEntry entry, DrainContext now, Sink sink) {
        long sinceEnd = sinceEnd(entry, now);
        boolean done = now.last() || sinceEnd > SETTLE_MILLIS || sinceEnd < -FARTHEST_AHEAD_MILLIS;
        boolean first = !entry.wasSent();
        taken = done ? entry.close() : entry.take();
        boolean goes = done || (taken <= (first ? 1 : 0) && isPressed());
        if (goes && !done) {
            taken += entry.close(); // what was counted just now
        }
        if (taken > 0) {
            boolean isNeeded = first || sinceEnd > PROBABLY_SEALED_MILLIS || sink.isForLater();
            byte[] payload = entry.payload();
            byte[] sent = payload != null && isNeeded ? payload : NO_PAYLOAD;
            handOn(entry, new BatchLine(entry.group().hash(), taken, sent), sink);
        }
        if (goes) {
            if (entry.wasSent() || entry.isSecondSent()) {
                secondSent(entry);
            }
            unlink(entry);
        }
        return goes;
    }

    /** A group has two entries in a second if something was counted there before Redis had told its time. */
    @Override
    boolean isFirst(EventEntry entry) {
        boolean isFirst = !entry.wasSent() && !entry.isSecondSent();
        for (EventEntry each = entry.group().head(); each != null && isFirst; each = each.next()) {
            isFirst = !each.wasSent() || start(each) != start(entry);
        }
        return isFirst;
    }

    /** Tells the other entries of a second, one of which may have come since this one was sent, that there was a line of it. */
    private void secondSent(EventEntry entry) {
        for (EventEntry each = entry.group().head(); each != null; each = each.next()) {
            if (start(each) == start(entry)) {
                each.secondSent();
            }
        }
    }

    @Override
    Window counted(long start) {
        return Window.second(start);
    }
}
