// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.LogEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.StorableText;
import dev.centralog.gatherer.sink.TraceKeys;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored events of a database, read as {@link dev.centralog.LogEvent}s. All methods block, and throw
 * {@link SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredEvents implements AutoCloseable {
    /** The number of polls for which gaps are kept: at two a second 15 minutes, far longer than a gatherer's transaction. */
    private static final int ROUNDS_TO_KEEP_GAPS = 1_800;

    /** The times back from the last event that are looked at first: all rows of the first, and rows of some groups of the second. */
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Duration HOURS = Duration.ofHours(8);
    /** The most seconds, or groups, that a query names one by one: more than a page of events has. */
    private static final int MOST_LISTED = 1_000;

    /** The order of rows; with a limit. Deliveries of one second may have the same event. */
    private static final String NEWEST_FIRST =
            " ORDER BY window_start DESC, time DESC, nano DESC, sequence DESC, group_id DESC, delivery DESC LIMIT ?";

    private static final int MOST_DELIVERIES = 500;
    private static final int ENOUGH_PER_POLL = 5_000;
    private final Database database;
    private final Queries queries;
    private final EventConditions conditions;
    private @Nullable InsertionOrder followed;

    StoredEvents(Queries queries) {
        this.queries = queries;
        database = queries.database();
        conditions = new EventConditions(database);
    }

    /** Connects to the database. */
    public static StoredEvents open(SinkTarget target) {
        return new StoredEvents(Queries.open(Database.of(target)));
    }

    /**
     * Returns the events of the last seconds, {@code limit} at most, ordered by the second that they were counted in and then by
     * their time, the earliest first.
     */
    public List<StoredEvent> last(EventQuery query, int limit) {
        List<Instant> seconds = lastSeconds(query, limit);
        if (seconds.isEmpty()) {
            return List.of();
        }
        Condition condition = conditions.ofRows(query);
        List<Instant> distinct = seconds.stream().distinct().toList();
        Condition within = distinct.size() <= MOST_LISTED
                ? among(distinct)
                : Condition.all(
                        conditions.ofTime(new TimeRange(distinct.get(distinct.size() - 1), null), "window_start"));
        Condition all = Condition.all(List.of(condition, within));
        List<Object> parameters = new ArrayList<>(all.parameters());
        parameters.add((long) limit);
        List<StoredEvent> events = select(all.sql() + NEWEST_FIRST, parameters);
        Collections.reverse(events);
        return events;
    }

    /** Returns the newest rows of a short range, the newest first: all rows of it are looked at. */
    List<StoredEvent> newest(EventQuery query, int limit) {
        return newest(query, Condition.all(List.of()), limit);
    }

    /** Returns the same of the rows that meet one more condition. */
    List<StoredEvent> newest(EventQuery query, Condition more, int limit) {
        Condition condition = Condition.all(List.of(more, conditions.ofRows(query)));
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add((long) limit);
        return select(condition.sql() + NEWEST_FIRST, parameters);
    }

    /**
     * Returns the seconds of the last events, the last one first. Not every database finds the right way by itself: through all
     * rows from the last one on, if many match, or through the rows of the groups that match, if these are rare. So the last
     * hours are looked at first, and then the groups.
     */
    private List<Instant> lastSeconds(EventQuery query, int limit) {
        Optional<EventFilter> trace = query.filter(Kind.TRACE);
        if (trace.isPresent()) {
            return secondsOfTraces(trace.get().values(), query, limit);
        }
        if (query.filters().isEmpty()) {
            return seconds("event_rows", conditions.ofRows(query), limit);
        }
        List<Instant> last = seconds(
                "event_rows", conditions.ofRows(EventQuery.in(query.range().from(null))), 1);
        if (last.isEmpty()) {
            return List.of();
        }
        Instant since = query.range().since();
        Condition ofGroups = conditions.ofGroups(query, false);
        boolean isOfGroups =
                query.filters().stream().allMatch(each -> each.kind().isOfGroup());
        for (Duration back : List.of(HOUR, HOURS)) {
            Instant from = last.get(0).minus(back);
            boolean isAll = since != null && !since.isBefore(from);
            EventQuery within = isAll ? query : query.since(from);
            List<Long> some = isOfGroups && back.equals(HOURS) ? someGroups(ofGroups) : List.of();
            List<Instant> found = some.isEmpty() || some.size() > MOST_LISTED
                    ? seconds(EventConditions.ROWS, conditions.ofRows(within), limit)
                    : seconds("event_rows", ofSome(some, within), limit);
            if (isAll || found.size() == limit) {
                return found;
            }
        }
        Condition ofRows = conditions.ofRows(isOfGroups ? EventQuery.in(query.range()) : query);
        List<Object> parameters = new ArrayList<>(ofGroups.parameters());
        parameters.addAll(ofRows.parameters());
        parameters.add((long) limit);
        // By coalesce no index is read in its order.
        return queries.all(
                "SELECT window_start FROM " + (isOfGroups ? "event_rows" : EventConditions.ROWS)
                        + " WHERE groups_id IN (SELECT id FROM " + database.quoted("groups") + " WHERE "
                        + ofGroups.sql()
                        + ") AND " + ofRows.sql() + " ORDER BY coalesce(window_start, window_start) DESC LIMIT ?",
                parameters,
                row -> database.time(row, "window_start"));
    }

    /** Returns the numbers of the groups that match, one more than are named one by one at most. */
    private List<Long> someGroups(Condition ofGroups) {
        return queries.all(
                "SELECT id FROM " + database.quoted("groups") + " WHERE " + ofGroups.sql() + " LIMIT "
                        + (MOST_LISTED + 1),
                ofGroups.parameters(),
                row -> row.getLong("id"));
    }

    private Condition ofSome(List<Long> groups, EventQuery query) {
        return Condition.all(
                List.of(GroupSums.among("groups_id", groups), conditions.ofRows(EventQuery.in(query.range()))));
    }

    /** Returns the seconds of the last rows that match, among those of the last seconds that have an event of such a trace. */
    private List<Instant> secondsOfTraces(List<String> traces, EventQuery query, int limit) {
        List<String> ids = traces.stream()
                .map(TraceKeys::start)
                .map(StorableText::of)
                .filter(Objects::nonNull)
                .toList();
        Condition ofIds = GroupSums.among("trace_id", ids);
        List<Object> twice = new ArrayList<>(ofIds.parameters());
        twice.addAll(ofIds.parameters());
        List<Instant> ofTrace = queries.all(
                "SELECT window_start FROM event_rows WHERE " + ofIds.sql()
                        + " UNION SELECT window_start FROM sample_rows WHERE " + ofIds.sql()
                        + " ORDER BY 1 DESC LIMIT " + MOST_LISTED,
                twice,
                row -> database.time(row, "window_start"));
        return ofTrace.isEmpty()
                ? List.of()
                : seconds(
                        EventConditions.ROWS, Condition.all(List.of(among(ofTrace), conditions.ofRows(query))), limit);
    }

    private Condition among(List<Instant> seconds) {
        return new Condition(
                "window_start IN ("
                        + String.join(", ", Collections.nCopies(seconds.size(), database.parameter(ColumnType.TIME)))
                        + ")",
                List.copyOf(seconds));
    }

    private List<Instant> seconds(String table, Condition condition, int limit) {
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add((long) limit);
        return queries.all(
                "SELECT window_start FROM " + table + " WHERE " + condition.sql()
                        + " ORDER BY window_start DESC LIMIT ?",
                parameters,
                row -> database.time(row, "window_start"));
    }

    /** Returns the reasons why a query finds nothing, one sentence each. */
    public List<String> whyNone(EventQuery query) {
        return new Misses(queries, conditions.rows(), "events").explain(conditions.filters(query));
    }

    /** Marks the start of {@link #news}, which returns what is stored from now on. */
    public void follow() {
        followed = new InsertionOrder(new StoredDeliveries(queries).seenNow(), ROUNDS_TO_KEEP_GAPS);
    }

    /** Returns the events that were stored since {@link #follow} or the last call, however old they are, ordered by time. */
    public List<StoredEvent> news(EventQuery query) {
        InsertionOrder order = followed;
        if (order == null) {
            throw new IllegalStateException("follow() first");
        }
        Condition condition = conditions.ofRows(query);
        List<StoredEvent> events = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        for (StoredDeliveries.Delivery delivery :
                new StoredDeliveries(queries).unseen(order.state(), MOST_DELIVERIES)) {
            if (events.size() >= ENOUGH_PER_POLL) {
                break;
            }
            seen.add(delivery.id());
            if (delivery.isOfEvents()) {
                events.addAll(of(delivery, condition));
            }
        }
        order.seen(seen);
        events.sort(StoredDeliveries.BY_TIME);
        return events;
    }

    /** Returns the rows of a delivery that meet a condition. */
    List<StoredEvent> of(StoredDeliveries.Delivery delivery, Condition condition) {
        List<Object> parameters = new ArrayList<>(List.of(delivery.windowStart(), delivery.name()));
        parameters.addAll(condition.parameters());
        return select(
                "window_start = " + database.parameter(ColumnType.TIME) + " AND delivery = ? AND " + condition.sql(),
                parameters);
    }

    /** Returns the events of a row that are stored in full besides its own, in the order of their time. */
    public List<GatheredSample> samples(StoredEvent row) {
        List<Object> identity = List.of(row.windowStart(), row.groupId(), row.delivery());
        return queries.all(
                "SELECT * FROM event_samples WHERE window_start = " + database.parameter(ColumnType.TIME)
                        + " AND group_id = ? AND delivery = ? ORDER BY time, nano, process_id, n",
                identity,
                new SampleRows(database, row.event())::read);
    }

    /** Returns the samples of some rows, by the rows that have some, in the order of their time. */
    Map<EventCursor, List<GatheredSample>> samples(List<StoredEvent> rows) {
        Map<EventCursor, StoredEvent> byPlace = new HashMap<>();
        rows.stream()
                .filter(each -> each.inFull().count() > (each.inFull().isOwnCounted() ? 1 : 0))
                .forEach(each -> byPlace.put(EventCursor.of(each), each));
        Map<EventCursor, List<GatheredSample>> samples = new HashMap<>();
        for (List<StoredEvent> some : Parts.of(List.copyOf(byPlace.values()))) {
            Condition condition = Condition.all(List.of(
                    among(some.stream().map(StoredEvent::windowStart).distinct().toList()),
                    GroupSums.among(
                            "group_id",
                            some.stream().map(StoredEvent::groupId).distinct().toList())));
            queries.each(
                    "SELECT * FROM event_samples WHERE " + condition.sql() + " ORDER BY time, nano, process_id, n",
                    condition.parameters(),
                    row -> {
                        EventCursor place = new EventCursor(
                                database.time(row, "window_start"),
                                EventRows.text(row, "group_id"),
                                EventRows.text(row, "delivery"));
                        StoredEvent owner = byPlace.get(place);
                        if (owner != null) {
                            samples.computeIfAbsent(place, each -> new ArrayList<>())
                                    .add(new SampleRows(database, owner.event()).read(row));
                        }
                    });
        }
        return samples;
    }

    /**
     * Returns whether all events of a row have the message of its own event, as far as that is known: those that are not stored
     * in full may have other arguments.
     */
    public boolean hasOneMessage(StoredEvent row) {
        LogEvent event = row.event();
        String message = event.message();
        if (row.repeats() <= 1
                || event.arguments().isEmpty()
                || event.template() == null
                || Objects.equals(event.template(), message)) {
            return true;
        }
        return row.inFull().count() >= row.repeats()
                && samples(row).stream()
                        .allMatch(each -> Objects.equals(each.event().message(), message));
    }

    private List<StoredEvent> select(String where, List<?> parameters) {
        List<StoredEvent> rows = queries.all(
                "SELECT e.*, (SELECT t.frames FROM throwables t WHERE t.id = e.throwable_id) AS " + EventRows.FRAMES
                        + " FROM " + EventConditions.ROWS + " WHERE " + where,
                parameters,
                new EventRows(database)::read);
        new EventProcesses(queries).addTo(rows);
        return rows;
    }

    @Override
    public void close() {
        queries.close();
    }
}
