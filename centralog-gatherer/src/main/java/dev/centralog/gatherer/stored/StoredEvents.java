// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stored events of a database, read as {@link dev.centralog.LogEvent}s. All methods block, and throw
 * {@link SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredEvents implements AutoCloseable {
    /** The number of ids below the highest that a follower checks for rows whose transactions were under way at its start. */
    private static final long GAPS_BELOW_START = 10_000;
    /** The number of polls for which gaps are kept: at two a second 15 minutes, far longer than a gatherer's transaction. */
    private static final int ROUNDS_TO_KEEP_GAPS = 1_800;

    private static final int MOST_PER_POLL = 5_000;
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

    /** Returns the last events by time, {@code limit} at most, the earliest first. */
    public List<StoredEvent> last(EventQuery query, int limit) {
        Condition condition = query.condition(database.parameter(ColumnType.TIME));
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add((long) limit);
        List<StoredEvent> events = select(
                condition.sql() + " ORDER BY time DESC, nano DESC, sequence DESC, group_id DESC LIMIT ?", parameters);
        Collections.reverse(events);
        return events;
    }

    /** Returns the reasons why a query finds nothing, one sentence each. */
    public List<String> whyNone(EventQuery query) {
        return new Misses(queries, "events", "events").explain(query.filters(database.parameter(ColumnType.TIME)));
    }

    /** Marks the start of {@link #news}, which returns what is inserted from now on. */
    public void follow() {
        long highest = number("SELECT coalesce(max(id), 0) FROM events", 0);
        long from = Math.max(0, highest - GAPS_BELOW_START);
        InsertionOrder order = new InsertionOrder(from, ROUNDS_TO_KEEP_GAPS);
        order.seen(ids("id > ? AND id <= " + highest, List.of(from)));
        followed = order;
    }

    /** Returns the events that were inserted since {@link #follow} or the last call, however old they are, ordered by time. */
    public List<StoredEvent> news(EventQuery query) {
        InsertionOrder order = followed;
        if (order == null) {
            throw new IllegalStateException("follow() first");
        }
        List<Object> parameters = new ArrayList<>();
        StringBuilder unseen = new StringBuilder("(id > ?");
        parameters.add(order.highest());
        for (InsertionOrder.Gap gap : order.gaps()) {
            unseen.append(" OR id BETWEEN ? AND ?");
            parameters.add(gap.from());
            parameters.add(gap.to());
        }
        unseen.append(')');
        List<Long> ids = ids(unseen + " ORDER BY id LIMIT " + MOST_PER_POLL, parameters);
        order.seen(ids);
        if (ids.isEmpty()) {
            return List.of();
        }
        String found = ids.stream().map(String::valueOf).collect(Collectors.joining(", ", "id IN (", ")"));
        Condition condition = query.condition(database.parameter(ColumnType.TIME));
        List<StoredEvent> events = select(found + " AND " + condition.sql(), condition.parameters());
        events.sort(BY_TIME);
        return events;
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

    private List<Long> ids(String where, List<?> parameters) {
        return queries.all("SELECT id FROM events WHERE " + where, parameters, row -> row.getLong(1));
    }

    private long number(String sql, long ifNone) {
        return queries.all(sql, List.of(), row -> row.getLong(1)).stream()
                .findFirst()
                .orElse(ifNone);
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
