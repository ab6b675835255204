// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.internal.redis.read.TrimStore;
import dev.centralog.internal.redis.read.TrimStore.Field;
import dev.centralog.internal.redis.read.TrimStore.Page;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The trimming of old fields from the book: a few pages between two claims, and over time all of the book. Nothing is
 * remembered from pass to pass: Redis compares each field once more, and notes what it has trimmed. So a reader that starts
 * again does no harm, nor does a second reader.
 *
 * <p>Nothing is trimmed before Redis's clock has advanced for a minute at the rate of this machine's clock, nor while the two
 * differ by an hour or more: a clock that jumps must not make fields look old.
 *
 * <p>Thread-safety: none; blocks as the store does.
 */
final class BookTrimmer {
    static final Duration CLOSED_AGE = Duration.ofHours(1);
    static final Duration AGE = Duration.ofDays(30);
    static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int PAGES_AT_ONCE = 20;

    private final TrimStore store;
    private final Clock clock;
    private final StatusListener status;
    private final RedisClockWatch watch;
    private boolean isFresh;
    private boolean isApartSaid;
    private boolean hasPassed;
    private long passedNanos;
    private String next = Page.FIRST;

    BookTrimmer(TrimStore store, Clock clock, StatusListener status) {
        this.store = store;
        this.clock = clock;
        this.status = status;
        watch = new RedisClockWatch(clock);
    }

    /** Takes note of Redis's time, which was read just now. */
    void onTime(long seenRedisMillis) {
        watch.onTime(seenRedisMillis);
        isFresh = true;
    }

    /** Trims some pages, if Redis's time was read since the last call and the next pages are due. */
    void trim() {
        if (!isFresh) {
            return;
        }
        isFresh = false;
        boolean isUnderWay = !next.equals(Page.FIRST);
        boolean isTime = isUnderWay || !hasPassed || clock.nanos() - passedNanos >= PAUSE.toNanos();
        if (!isTime || !watch.isSteady() || isApart()) {
            return;
        }
        hasPassed = true;
        if (!isUnderWay) {
            passedNanos = clock.nanos();
        }
        try {
            for (int i = 0; i < PAGES_AT_ONCE; i++) {
                Page page = store.page(next);
                trim(page.fields());
                next = page.next();
                if (next.equals(Page.FIRST)) {
                    return;
                }
            }
        } catch (CentralogException e) {
            next = Page.FIRST; // a cursor is valid on one server only
            String what = "can't trim old fields of the book of producers and windows; trying again in "
                    + PAUSE.toMinutes() + " minutes";
            status.say(StatusListener.Severity.WARN, what, e);
        }
    }

    private void trim(List<Field> fields) {
        List<Field> old = new ArrayList<>(fields);
        old.removeIf(field -> !field.isOld(CLOSED_AGE, AGE, watch.redisMillis()));
        for (int from = 0; from < old.size(); from += TrimStore.MOST_TRIMMED) {
            store.trim(CLOSED_AGE, AGE, old.subList(from, Math.min(old.size(), from + TrimStore.MOST_TRIMMED)));
        }
    }

    private boolean isApart() {
        boolean isApart = watch.isApart();
        if (isApart && !isApartSaid) {
            String what = watch.shown()
                    + ": nothing is trimmed in Redis while they differ by an hour or more; correct the wrong clock";
            status.say(StatusListener.Severity.WARN, what, null);
        }
        isApartSaid = isApart;
        return isApart;
    }
}
