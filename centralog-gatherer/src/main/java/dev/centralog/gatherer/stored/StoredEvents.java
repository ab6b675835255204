// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored events of a database, read as {@link dev.centralog.LogEvent}s. All methods block, and throw
 * {@link SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredEvents implements AutoCloseable {
    /** The number of deliveries below the last one that a follower checks for those whose transactions were under way at its start. */
    private static final long GAPS_BELOW_START = 10_000;
    /** The number of polls for which gaps are kept: at two a second 15 minutes, far longer than a gatherer's transaction. */
    private static final int ROUNDS_TO_KEEP_GAPS = 1_800;

    private static final List<Duration> LOOKED_AT_FIRST = List.of(Duration.ofHours(1), Duration.ofHours(8));
    /** The most seconds that a query names one by one. */
    private static final int MOST_LISTED = 500;

    private static final int MOST_DELIVERIES = 500;
    private static final int ENOUGH_PER_POLL = 5_000;
    private static final Comparator<StoredEvent> BY_TIME = Comparator.comparing(
                    (StoredEvent each) -> each.event().time())
            .thenComparingLong(each -> each.event().sequence())
            .thenComparing(StoredEvent::groupId);

    private final Database database;
    private final Queries queries;
    private @Nullable InsertionOrder followed;

    private StoredEvents(Queries queries) {
        this.queries = queries;
        database = queries.database();
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
        Condition condition = condition(query);
        List<Instant> distinct = seconds.stream().distinct().toList();
        String second = database.parameter(ColumnType.TIME);
        List<Object> parameters = new ArrayList<>(condition.parameters());
        String within;
        if (distinct.size() <= MOST_LISTED) {
            within = "window_start IN (" + String.join(", ", Collections.nCopies(distinct.size(), second)) + ")";
            parameters.addAll(distinct);
        } else {
            within = "window_start >= " + second;
            parameters.add(distinct.get(distinct.size() - 1));
        }
        parameters.add((long) limit);
        List<StoredEvent> events = select(
                condition.sql() + " AND " + within
                        + " ORDER BY window_start DESC, time DESC, nano DESC, sequence DESC, group_id DESC LIMIT ?",
                parameters);
        Collections.reverse(events);
        return events;
    }

    /**
     * Returns the seconds of the last events, the last one first. Not every database finds the right way by itself: through all
     * rows from the last one on, if many match, or through the rows of the groups that match, if these are rare. So the last
     * hours are looked at first, and then the groups.
     */
    private List<Instant> lastSeconds(EventQuery query, int limit) {
        Condition ofGroups = condition(query.since(null));
        if (ofGroups.parameters().isEmpty()) {
            return seconds("event_rows", query, limit);
        }
        List<Instant> last = seconds("event_rows", EventQuery.ALL, 1);
        if (last.isEmpty()) {
            return List.of();
        }
        Instant since = query.since();
        for (Duration back : LOOKED_AT_FIRST) {
            Instant from = last.get(0).minus(back);
            boolean isAll = since != null && !since.isBefore(from);
            List<Instant> found = seconds("events", isAll ? query : query.since(from), limit);
            if (isAll || found.size() == limit) {
                return found;
            }
        }
        Condition ofTime = condition(EventQuery.ALL.since(since));
        List<Object> parameters = new ArrayList<>(ofGroups.parameters());
        parameters.addAll(ofTime.parameters());
        parameters.add((long) limit);
        // By coalesce no index is read in its order.
        return queries.all(
                "SELECT window_start FROM event_rows WHERE groups_id IN (SELECT id FROM " + database.quoted("groups")
                        + " WHERE " + ofGroups.sql() + ") AND " + ofTime.sql()
                        + " ORDER BY coalesce(window_start, window_start) DESC LIMIT ?",
                parameters,
                row -> database.time(row, "window_start"));
    }

    private Condition condition(EventQuery query) {
        return query.condition(database.parameter(ColumnType.TIME));
    }

    private List<Instant> seconds(String table, EventQuery query, int limit) {
        Condition condition = condition(query);
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
        return new Misses(queries, "events", "window_start", "events")
                .explain(query.filters(database.parameter(ColumnType.TIME)));
    }

    /** Marks the start of {@link #news}, which returns what is stored from now on. */
    public void follow() {
        List<Long> highest =
                queries.all("SELECT coalesce(max(id), 0) FROM deliveries", List.of(), row -> row.getLong(1));
        long from = Math.max(0, highest.get(0) - GAPS_BELOW_START);
        InsertionOrder order = new InsertionOrder(from, ROUNDS_TO_KEEP_GAPS);
        order.seen(queries.all(
                "SELECT id FROM deliveries WHERE id > ? AND id <= ?",
                List.of(from, highest.get(0)),
                row -> row.getLong(1)));
        followed = order;
    }

    /** A delivery that was stored. */
    private record Stored(long id, String stream, Instant windowStart, String name) {}

    /** Returns the events that were stored since {@link #follow} or the last call, however old they are, ordered by time. */
    public List<StoredEvent> news(EventQuery query) {
        InsertionOrder order = followed;
        if (order == null) {
            throw new IllegalStateException("follow() first");
        }
        Condition condition = condition(query);
        List<StoredEvent> events = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        for (Stored delivery : unseen(order)) {
            if (events.size() >= ENOUGH_PER_POLL) {
                break;
            }
            seen.add(delivery.id);
            if (delivery.stream.equals(DropReport.EVENTS)) {
                List<Object> parameters = new ArrayList<>(List.of(delivery.windowStart, delivery.name));
                parameters.addAll(condition.parameters());
                events.addAll(select(
                        "window_start = " + database.parameter(ColumnType.TIME) + " AND delivery = ? AND "
                                + condition.sql(),
                        parameters));
            }
        }
        order.seen(seen);
        events.sort(BY_TIME);
        return events;
    }

    private List<Stored> unseen(InsertionOrder order) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder unseen = new StringBuilder("id > ?");
        parameters.add(order.highest());
        for (InsertionOrder.Gap gap : order.gaps()) {
            unseen.append(" OR id BETWEEN ? AND ?");
            parameters.add(gap.from());
            parameters.add(gap.to());
        }
        return queries.all(
                "SELECT id, stream, window_start, delivery FROM deliveries WHERE " + unseen + " ORDER BY id LIMIT "
                        + MOST_DELIVERIES,
                parameters,
                row -> new Stored(
                        row.getLong(1),
                        EventRows.text(row, "stream"),
                        database.time(row, "window_start"),
                        EventRows.text(row, "delivery")));
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

    private List<StoredEvent> select(String where, List<?> parameters) {
        return queries.all(
                "SELECT events.*, (SELECT t.frames FROM throwables t WHERE t.id = events.throwable_id) AS "
                        + EventRows.FRAMES + " FROM events WHERE " + where,
                parameters,
                new EventRows(database)::read);
    }

    @Override
    public void close() {
        queries.close();
    }
}
