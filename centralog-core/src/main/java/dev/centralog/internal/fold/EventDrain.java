// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.internal.wire.Window;
import java.util.concurrent.TimeUnit;

/**
 * The drain of events: holds all live entries by second. A new entry is drained at once, and the others once a round,
 * however often the shipper drains in between.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
public final class EventDrain extends Drain<EventEntry> {
    /** The time that an entry is kept for late repeats after its window's end; later repeats create a new entry. */
    private static final long SETTLE_MILLIS = 2500;

    /** The time after a window's end from which it may have been sealed, so that payloads are sent again. */
    private static final long PROBABLY_SEALED_MILLIS = 700;

    /** The fill, in eighths of the buffer, from which idle entries and the payloads that were sent are freed. */
    private static final int PRESSED_EIGHTHS = 2;

    /**
     * The largest distance of a window into the future. Windows further ahead come from a wrong clock, or from events
     * that were given a time. Redis stores them under the second of their arrival, so there is no reason to keep
     * their entries.
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

    /**
     * Returns the milliseconds since the end of an entry's window. Windows before 1970 count as one of 1970, so that
     * no time overflows.
     */
    private long sinceEnd(EventEntry entry, DrainContext now) {
        return now.redisMillis() - 1000 - TimeUnit.SECONDS.toMillis(Math.max(0, start(entry)));
    }

    /**
     * Drains an entry. Closes it if its time is over, or if room is wanted and it has not repeated since the last
     * drain.
     */
    @Override
    boolean drain(EventEntry entry, DrainContext now, Sink sink) {
        long sinceEnd = sinceEnd(entry, now);
        boolean done = now.last() || sinceEnd > SETTLE_MILLIS || sinceEnd < -FARTHEST_AHEAD_MILLIS;
        boolean first = !entry.wasSent();
        EventEntry.Taken counted = done ? entry.close() : entry.take();
        taken = counted.count();
        EventEntry.Taken since = EventEntry.Taken.NOTHING;
        boolean goes = done || (taken <= (first ? 1 : 0) && isPressed());
        if (goes && !done) {
            since = entry.close();
            taken += since.count();
        }
        if (taken > 0) {
            boolean isNeeded = first || sinceEnd > PROBABLY_SEALED_MILLIS || sink.isForLater();
            byte[] payload = entry.payload();
            byte[] sent = payload != null && isNeeded ? payload : NO_PAYLOAD;
            LineSamples samples = entry.samples(counted, since);
            handOn(entry, new BatchLine(entry.group().hash(), taken, sent, samples), sink);
        }
        if (goes) {
            if (entry.wasSent() || entry.isSecondSent()) {
                secondSent(entry);
            }
            unlink(entry);
        }
        return goes;
    }

    /**
     * Whether no line of the entry's group in its second was drained yet. A group has two entries in one second if an
     * event was counted before Redis's time was known.
     */
    @Override
    boolean isFirst(EventEntry entry) {
        boolean isFirst = !entry.wasSent() && !entry.isSecondSent();
        for (EventEntry each = entry.group().head(); each != null && isFirst; each = each.next()) {
            isFirst = !each.wasSent() || start(each) != start(entry);
        }
        return isFirst;
    }

    /** Marks all entries of the group in that second, including one that was created after this one was sent. */
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
