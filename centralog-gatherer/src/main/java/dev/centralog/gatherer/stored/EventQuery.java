// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.stored.EventFilter.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for events, or for groups that have some.
 *
 * @param filters the conditions, all of which must be met
 * @param range the seconds that the events were counted in
 */
public record EventQuery(List<EventFilter> filters, TimeRange range) {
    /** The query for all events. */
    public static final EventQuery ALL = new EventQuery(List.of(), TimeRange.ALL);

    public EventQuery {
        filters = List.copyOf(filters);
    }

    /** Returns the query for all events of a range. */
    public static EventQuery in(TimeRange range) {
        return new EventQuery(List.of(), range);
    }

    /** Returns this query with one more filter; the same query if the value is null. */
    public EventQuery with(Kind kind, @Nullable String value) {
        return value == null ? this : with(new EventFilter(kind, value));
    }

    /** Returns this query with one more filter. */
    public EventQuery with(EventFilter filter) {
        return new EventQuery(Stream.concat(filters.stream(), Stream.of(filter)).toList(), range);
    }

    /** Returns the same query in another range. */
    public EventQuery within(TimeRange other) {
        return new EventQuery(filters, other);
    }

    /** Returns the same query from another second on, or from the first if it is null. */
    EventQuery since(@Nullable Instant second) {
        return new EventQuery(filters, range.from(second));
    }

    /** Returns the first value of the filter of that kind that excludes nothing, if there is one. */
    Optional<String> value(Kind kind) {
        return filter(kind).map(each -> each.values().get(0));
    }

    /** Returns the filter of that kind that excludes nothing, if there is one. */
    Optional<EventFilter> filter(Kind kind) {
        return filters.stream()
                .filter(each -> each.kind() == kind && !each.isExcluding())
                .findFirst();
    }
}
