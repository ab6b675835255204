// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.internal.redis.read.TrimStore;
import dev.centralog.internal.redis.read.TrimStore.Field;
import dev.centralog.internal.redis.read.TrimStore.Page;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    static final Duration WATCH = Duration.ofMinutes(1);
    static final Duration MOST_DRIFT = Duration.ofSeconds(10);
    static final Duration MOST_APART = Duration.ofHours(1);
    private static final int PAGES_AT_ONCE = 20;

    private final TrimStore store;
    private final Clock clock;
    private final StatusListener status;
    private boolean hasSeen;
    private boolean isFresh;
    private long sinceNanos;
    private long sinceRedisMillis;
    private long redisMillis;
    private boolean isSteady;
    private boolean isApartSaid;
    private boolean hasPassed;
    private long passedNanos;
    private String next = Page.FIRST;

    BookTrimmer(TrimStore store, Clock clock, StatusListener status) {
        this.store = store;
        this.clock = clock;
        this.status = status;
    }

    /** Takes note of Redis's time, which was read just now. */
    void onTime(long seenRedisMillis) {
        long now = clock.nanos();
        redisMillis = seenRedisMillis;
        isFresh = true;
        long own = (now - sinceNanos) / 1_000_000;
        boolean wentOn = hasSeen && Math.abs(seenRedisMillis - sinceRedisMillis - own) <= MOST_DRIFT.toMillis();
        if (!wentOn) {
            isSteady = false;
        } else if (own >= WATCH.toMillis()) {
            isSteady = true;
        } else {
            return; // the start of the comparison stays, so that a slow drift is noticed as well
        }
        hasSeen = true;
        sinceNanos = now;
        sinceRedisMillis = seenRedisMillis;
    }

    /** Trims some pages, if Redis's time was read since the last call and the next pages are due. */
    void trim() {
        if (!isFresh) {
            return;
        }
        isFresh = false;
        boolean isUnderWay = !next.equals(Page.FIRST);
        boolean isTime = isUnderWay || !hasPassed || clock.nanos() - passedNanos >= PAUSE.toNanos();
        if (!isTime || !isSteady || isApart()) {
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
        old.removeIf(field -> !field.isOld(CLOSED_AGE, AGE, redisMillis));
        for (int from = 0; from < old.size(); from += TrimStore.MOST_TRIMMED) {
            store.trim(CLOSED_AGE, AGE, old.subList(from, Math.min(old.size(), from + TrimStore.MOST_TRIMMED)));
        }
    }

    private boolean isApart() {
        long own = clock.epochMillis();
        boolean isApart = Math.abs(redisMillis - own) >= MOST_APART.toMillis();
        if (isApart && !isApartSaid) {
            String what = "the clock of Redis shows " + Instant.ofEpochMilli(redisMillis) + ", this machine's "
                    + Instant.ofEpochMilli(own) + ": nothing is trimmed in Redis while they differ by an hour or more;"
                    + " correct the wrong clock";
            status.say(StatusListener.Severity.WARN, what, null);
        }
        isApartSaid = isApart;
        return isApart;
    }
}
