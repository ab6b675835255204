// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.ActionWire;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored actions of a database. All methods block, and throw {@link SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredActions implements AutoCloseable {
    private static final Comparator<StoredAction> BY_SLICE =
            Comparator.comparing(StoredAction::sliceStart).thenComparing(StoredAction::sliceLength);

    static final String START_OF_LAST =
            "SELECT slice_start FROM actions WHERE %s ORDER BY slice_start DESC LIMIT 1 OFFSET ?";
    static final String SLICES = "SELECT * FROM action_slice WHERE %s"
            + " ORDER BY slice_start DESC, slice_length DESC, count DESC, user_id, action_id LIMIT ?";

    private final Database database;
    private final Queries queries;

    StoredActions(Queries queries) {
        this.queries = queries;
        database = queries.database();
    }

    /** Connects to the database. */
    public static StoredActions open(SinkTarget target) {
        return new StoredActions(Queries.open(Database.of(target)));
    }

    /**
     * Returns the actions of the last slices, {@code limit} at most; of a slice that does not fit, those with the highest
     * counts. They are ordered by slice, the earliest first, then by count, the highest first.
     */
    public List<StoredAction> last(ActionQuery query, int limit) {
        // The view adds up all selected rows before it sorts, so the last slices are found by their index first.
        // It makes one row of a pair's rows in several deliveries; if too few are left, more rows are taken.
        List<StoredAction> actions = new ArrayList<>();
        for (long rows = limit; actions.size() < limit; rows *= 2) {
            Optional<Instant> from = startOfLast(rows, query);
            actions = slices(from.map(query::since).orElse(query), limit);
            if (from.isEmpty()) {
                break;
            }
        }
        actions.sort(BY_SLICE);
        return actions;
    }

    /** Returns the start of the slice of the earliest of the last rows; empty if there are not more rows than that. */
    private Optional<Instant> startOfLast(long rows, ActionQuery query) {
        Condition condition = condition(query);
        return queries
                .all(
                        START_OF_LAST.formatted(condition.sql()),
                        with(condition, rows),
                        row -> database.time(row, "slice_start"))
                .stream()
                .findFirst();
    }

    private List<StoredAction> slices(ActionQuery query, int limit) {
        Condition condition = condition(query);
        return queries.all(SLICES.formatted(condition.sql()), with(condition, limit), this::read);
    }

    /** Returns the pairs of user and action with the highest counts, {@code limit} at most, the highest first. */
    public List<TopAction> top(ActionQuery query, int limit) {
        Condition condition = condition(query);
        return queries.all(
                "SELECT user_id, action_id, sum(count) AS total, min(slice_start) AS first_slice, max(slice_start) AS"
                        + " last_slice FROM actions WHERE " + condition.sql()
                        + " GROUP BY user_id, action_id ORDER BY total DESC, user_id, action_id LIMIT ?",
                with(condition, limit),
                row -> new TopAction(
                        EventRows.text(row, "user_id"),
                        EventRows.text(row, "action_id"),
                        row.getLong("total"),
                        database.time(row, "first_slice"),
                        database.time(row, "last_slice")));
    }

    /** Returns the reasons why a query finds nothing, one sentence each. */
    public List<String> whyNone(ActionQuery query) {
        return new Misses(queries, ActionQuery.ROWS, "actions")
                .explain(query.filters(database.parameter(ColumnType.TIME)));
    }

    private Condition condition(ActionQuery query) {
        return query.condition(database.parameter(ColumnType.TIME));
    }

    private static List<Object> with(Condition condition, long limit) {
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add(limit);
        return parameters;
    }

    private StoredAction read(ResultSet row) throws SQLException {
        return new StoredAction(
                database.time(row, "slice_start"),
                Duration.ofSeconds(row.getLong("slice_length")),
                EventRows.text(row, "user_id"),
                EventRows.text(row, "action_id"),
                row.getLong("count"),
                new ActionTotals(
                        row.getLong("value_count"),
                        decimal(row, "value_sum"),
                        decimal(row, "value_min"),
                        decimal(row, "value_max"),
                        row.getLong("values_rejected"),
                        payload(row, "payload_first"),
                        payload(row, "payload_last"),
                        ActionWire.readSamples(row.getString("payload_samples"))),
                EventRows.text(row, "flag"));
    }

    /** Reads a decimal from its digits, because some drivers read numbers with a fraction only as double. */
    private static @Nullable BigDecimal decimal(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        // MariaDB adds zeros at the end; and 100 must not become 1E+2.
        BigDecimal shortest = new BigDecimal(text).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    private @Nullable Payload payload(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new Payload(database.time(row, column + "_time"), text);
    }

    @Override
    public void close() {
        queries.close();
    }
}
