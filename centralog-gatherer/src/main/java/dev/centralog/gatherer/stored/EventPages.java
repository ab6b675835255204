// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.StorableTime;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reading of events page by page, the newest first. What no index finds is searched for back in time, in steps, and for a bounded
 * time; the next page goes on where the search has ended. A text is looked up in the full-text index of groups as well, which finds
 * some of what is older.
 *
 * <p>Thread-safety: none.
 */
public final class EventPages {
    private static final Set<Kind> SEARCHED = EnumSet.of(Kind.GREP, Kind.HOST, Kind.RELEASE, Kind.THREAD, Kind.MDC);

    /** The most rows of one second that are looked at for what comes behind a row. */
    private static final int MOST_IN_SECOND = 20_000;

    private final Queries queries;
    private final StoredEvents events;
    private final GroupsByWords words;
    private final Duration longest;

    EventPages(Queries queries, Duration longest) {
        this.queries = queries;
        this.longest = longest;
        events = new StoredEvents(queries);
        words = new GroupsByWords(queries, new EventConditions(queries.database()));
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
        Searched searched = Searched.WHOLE;
        TimeRange range = new TimeRange(query.range().since(), until);
        if (found.size() < wanted && isNotEmpty(range)) {
            EventQuery older = query.within(range);
            if (isSearched(query)) {
                searched = search(older, wanted, found);
            } else {
                List<StoredEvent> last = new ArrayList<>(events.last(older, wanted - found.size()));
                Collections.reverse(last);
                found.addAll(last);
            }
        }
        if (found.size() > limit) {
            List<StoredEvent> page = found.subList(0, limit);
            return new EventPage(page, EventCursor.of(page.get(limit - 1)), null, List.of());
        }
        Instant to = searched.to;
        return new EventPage(found, to == null ? null : EventCursor.before(to), to, searched.byWords);
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

    /** The end of a search: the time down to which was searched, null if all was; and what an index has found before that. */
    private record Searched(@Nullable Instant to, List<StoredEvent> byWords) {
        private static final Searched WHOLE = new Searched(null, List.of());
    }

    /** Adds what is found in time. Of a text, half of it is for its words, as an index has them however old they are. */
    private Searched search(EventQuery query, int wanted, List<StoredEvent> found) {
        Instant newest = end("max", query.range());
        Instant oldest = end("min", query.range());
        if (newest == null || oldest == null) {
            return Searched.WHOLE;
        }
        StepsBack steps = new StepsBack(RowsBack.ofAll(queries), oldest, newest.plusSeconds(1));
        boolean isOfText = query.filter(Kind.GREP).isPresent();
        search(query, wanted, found, new Search(steps, isOfText ? longest.dividedBy(2) : longest));
        List<StoredEvent> byWords = List.of();
        if (isOfText && found.size() < wanted && !steps.isAtEnd()) {
            List<Long> groups = words.of(query);
            if (groups.isEmpty()) {
                search(query, wanted, found, new Search(steps, longest));
            } else {
                byWords = ofGroups(groups, query.within(new TimeRange(oldest, steps.to())), wanted - 1);
            }
        }
        return found.size() >= wanted || steps.isAtEnd() ? Searched.WHOLE : new Searched(steps.to(), byWords);
    }

    /** The steps of a search, and the time that they may take. */
    private record Search(StepsBack steps, Duration time) {}

    private void search(EventQuery query, int wanted, List<StoredEvent> found, Search search) {
        StepsBack steps = search.steps;
        do {
            steps.go(range -> found.addAll(events.newest(query.within(range), wanted - found.size())));
        } while (found.size() < wanted && !steps.isAtEnd() && !steps.haveTaken(search.time));
    }

    /** Returns the newest rows of some groups that match, as far as they are found in time. */
    private List<StoredEvent> ofGroups(List<Long> groups, EventQuery query, int most) {
        List<StoredEvent> found = new ArrayList<>();
        Condition among = GroupSums.among("e.groups_id", groups);
        StepsBack steps = new StepsBack(
                RowsBack.of(groups, queries),
                Objects.requireNonNull(query.range().since()),
                Objects.requireNonNull(query.range().until()));
        do {
            steps.go(range -> found.addAll(events.newest(query.within(range), among, most - found.size())));
        } while (found.size() < most && !steps.isAtEnd() && !steps.haveTaken(longest.dividedBy(2)));
        return found;
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
