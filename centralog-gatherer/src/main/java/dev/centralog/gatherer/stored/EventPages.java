// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.StorableTime;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reading of events page by page, the newest first. What no index finds is searched for back in time, in steps, and for a bounded
 * time; the next page goes on where the search has ended.
 *
 * <p>Thread-safety: none.
 */
public final class EventPages {
    private static final Set<Kind> SEARCHED = EnumSet.of(Kind.GREP, Kind.HOST, Kind.RELEASE, Kind.THREAD, Kind.MDC);

    /** The most rows of one second that are looked at for what comes behind a row. */
    private static final int MOST_IN_SECOND = 20_000;

    private static final Duration FIRST_STEP = Duration.ofMinutes(1);
    private static final Duration LONGEST_STEP = Duration.ofDays(30);
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofMillis(120);

    private final Queries queries;
    private final StoredEvents events;
    private final Duration longest;
    private final Clock clock = Clock.system();

    EventPages(Queries queries, Duration longest) {
        this.queries = queries;
        this.longest = longest;
        events = new StoredEvents(queries);
    }

    /**
     * Returns the rows that match a query and come behind a place, {@code limit} at most.
     *
     * @param after the place; null for the newest rows
     */
    public EventPage read(EventQuery query, @Nullable EventCursor after, int limit) {
        int wanted = limit + 1; // one more tells whether there is a next page
        List<StoredEvent> found = new ArrayList<>();
        Instant until = query.range().until();
        if (after != null) {
            found.addAll(restOfSecond(query, after, wanted));
            until = until == null || after.second().isBefore(until) ? after.second() : until;
        }
        Instant searchedTo = null;
        TimeRange range = new TimeRange(query.range().since(), until);
        if (found.size() < wanted && isNotEmpty(range)) {
            EventQuery older = query.within(range);
            if (isSearched(query)) {
                searchedTo = search(older, wanted, found);
            } else {
                List<StoredEvent> last = new ArrayList<>(events.last(older, wanted - found.size()));
                Collections.reverse(last);
                found.addAll(last);
            }
        }
        if (found.size() > limit) {
            List<StoredEvent> page = found.subList(0, limit);
            return new EventPage(page, EventCursor.of(page.get(limit - 1)), null);
        }
        return new EventPage(found, searchedTo == null ? null : EventCursor.before(searchedTo), searchedTo);
    }

    private static boolean isNotEmpty(TimeRange range) {
        return range.since() == null || range.until() == null || range.since().isBefore(range.until());
    }

    private static boolean isSearched(EventQuery query) {
        return query.filter(Kind.TRACE).isEmpty()
                && query.filters().stream()
                        .anyMatch(each -> SEARCHED.contains(each.kind()) || each.kind() == Kind.TRACE);
    }

    /** Returns the rows of a place's second that come behind it. */
    private List<StoredEvent> restOfSecond(EventQuery query, EventCursor after, int wanted) {
        Instant second = after.second();
        TimeRange range = query.range();
        boolean isIn = (range.since() == null || !second.plusSeconds(1).isBefore(range.since()))
                && (range.until() == null || second.isBefore(range.until()))
                && StorableTime.fits(second);
        if (after.groupId().isEmpty() || !isIn) {
            return List.of();
        }
        List<StoredEvent> rows =
                events.newest(query.within(new TimeRange(second, second.plusSeconds(1))), MOST_IN_SECOND);
        int place = 0;
        while (place < rows.size() && !after.isOf(rows.get(place))) {
            place++;
        }
        return rows.subList(Math.min(rows.size(), place + 1), Math.min(rows.size(), place + 1 + wanted));
    }

    /** Adds what is found; returns the time down to which was searched, null if all of the range was. */
    private @Nullable Instant search(EventQuery query, int wanted, List<StoredEvent> found) {
        Instant newest = end("max", query.range());
        Instant oldest = end("min", query.range());
        if (newest == null || oldest == null) {
            return null;
        }
        long start = clock.nanos();
        Instant to = newest.plusSeconds(1);
        Duration step = FIRST_STEP;
        while (to.isAfter(oldest)) {
            long before = clock.nanos();
            Instant from = to.minus(step).isBefore(oldest) ? oldest : to.minus(step);
            found.addAll(events.newest(query.within(new TimeRange(from, to)), wanted - found.size()));
            to = from;
            if (found.size() >= wanted) {
                return null;
            }
            long now = clock.nanos();
            if (to.isAfter(oldest) && now - start > longest.toNanos()) {
                return to;
            }
            step = next(step, Duration.ofNanos(now - before));
        }
        return null;
    }

    private static Duration next(Duration step, Duration took) {
        if (took.compareTo(SHORT) < 0) {
            return step.compareTo(LONGEST_STEP) < 0 ? step.multipliedBy(2) : step;
        }
        return took.compareTo(LONG) > 0 && step.compareTo(FIRST_STEP) > 0 ? step.dividedBy(2) : step;
    }

    /** Returns the first or the last second of a range that has a row; null if none has. */
    private @Nullable Instant end(String of, TimeRange range) {
        Condition condition = Condition.all(new EventConditions(queries.database()).ofTime(range, "window_start"));
        return queries
                .all(
                        "SELECT " + of + "(window_start) AS window_start FROM event_rows WHERE " + condition.sql(),
                        condition.parameters(),
                        row -> row.getString("window_start") == null
                                ? Instant.MIN
                                : queries.database().time(row, "window_start"))
                .stream()
                .filter(each -> each.isAfter(Instant.MIN))
                .findFirst()
                .orElse(null);
    }
}
