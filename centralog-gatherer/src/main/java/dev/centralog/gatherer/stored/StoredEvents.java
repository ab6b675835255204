// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored events: rows of the database become {@link dev.centralog.LogEvent}s again. All methods block; they throw
 * {@link SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredEvents implements AutoCloseable {
    /** How far back a follower looks for rows whose transactions were still under way when it started. */
    private static final long GAPS_BELOW_START = 10_000;
    /** At a poll every half second: a quarter of an hour, far beyond what a gatherer's transaction takes. */
    private static final int ROUNDS_TO_KEEP_GAPS = 1_800;

    private static final int MOST_PER_POLL = 5_000;
    private static final Comparator<StoredEvent> BY_TIME = Comparator.comparing(
                    (StoredEvent each) -> each.event().time())
            .thenComparingLong(each -> each.event().sequence())
            .thenComparing(StoredEvent::groupId);

    private final Database database;
    private final Connection connection;
    private @Nullable InsertionOrder followed;

    private StoredEvents(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Connects. */
    public static StoredEvents open(SinkTarget target) {
        Database database = Database.of(target);
        return new StoredEvents(database, database.openToRead());
    }

    /** The last events by time, at most {@code limit}, the earliest first. */
    public List<StoredEvent> last(EventQuery query, int limit) {
        EventQuery.Condition condition = query.condition(database.timeParameter());
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add((long) limit);
        List<StoredEvent> events = select(
                condition.sql() + " ORDER BY time DESC, nano DESC, sequence DESC, group_id DESC LIMIT ?", parameters);
        Collections.reverse(events);
        return events;
    }

    /** From here on {@link #news} tells what is inserted. */
    public void follow() {
        long highest = number("SELECT coalesce(max(id), 0) FROM events", 0);
        long from = Math.max(0, highest - GAPS_BELOW_START);
        InsertionOrder order = new InsertionOrder(from, ROUNDS_TO_KEEP_GAPS);
        order.seen(ids("id > ? AND id <= " + highest, List.of(from)));
        followed = order;
    }

    /** What was inserted since {@link #follow} or the last call, by time, however old it is. */
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
        EventQuery.Condition condition = query.condition(database.timeParameter());
        List<StoredEvent> events = select(found + " AND " + condition.sql(), condition.parameters());
        events.sort(BY_TIME);
        return events;
    }

    private List<Long> ids(String where, List<?> parameters) {
        return query("SELECT id FROM events WHERE " + where, parameters, row -> row.getLong(1));
    }

    private long number(String sql, long ifNone) {
        return query(sql, List.of(), row -> row.getLong(1)).stream().findFirst().orElse(ifNone);
    }

    private List<StoredEvent> select(String where, List<?> parameters) {
        return query("SELECT * FROM events WHERE " + where, parameters, EventRows::read);
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, List<?> parameters, RowReader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (Object parameter : parameters) {
                if (parameter instanceof Long number) {
                    statement.setLong(index++, number);
                } else {
                    statement.setString(
                            index++,
                            parameter instanceof Instant time ? database.timeText(time) : parameter.toString());
                }
            }
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            }
            return all;
        } catch (SQLException wrong) {
            throw database.failure("can't read", wrong);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // Nothing was written.
        }
    }
}
