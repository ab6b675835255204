// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.tools.SampleApplication.Counts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a database says of one environment, read by plain SQL: a second opinion on what gatherers say. */
final class StoredTotals implements AutoCloseable {
    private static final String DROPS = "SELECT coalesce(sum(count), 0) FROM drops WHERE environment = ?";

    /** Actions have no environment; but they went through the Redis that the environment's events went through. */
    private static final String OWN_ACTIONS =
            "substr(delivery, 1, 8) IN (SELECT substr(delivery, 1, 8) FROM events WHERE environment = ?)";

    private final Connection connection;
    private final String environment;

    private StoredTotals(Connection connection, String environment) {
        this.connection = connection;
        this.environment = environment;
    }

    static StoredTotals open(String jdbcUrl, String environment) throws SQLException {
        return new StoredTotals(DriverManager.getConnection(jdbcUrl), environment);
    }

    /** One kind of thing: how much there was, and where it is. */
    record Balance(long counted, long stored, long dropped) {
        boolean holds() {
            return counted == stored + dropped;
        }
    }

    /** The law, for events and for actions: {@code logged = stored + dropped}. */
    record Conservation(Balance events, Balance actions) {
        boolean holds() {
            return events.holds() && actions.holds();
        }

        /** One line, as {@code demo} ends with. */
        String line() {
            return "conservation: logged=" + events.counted + " stored=" + events.stored + " dropped=" + events.dropped
                    + " actions=" + actions.counted + " actionsStored=" + actions.stored + " actionsDropped="
                    + actions.dropped + (holds() ? " OK" : " MISMATCH");
        }
    }

    /** Holds what the applications counted against the tables. */
    Conservation conservation(Counts counts) throws SQLException {
        return new Conservation(
                new Balance(
                        counts.logged(),
                        number("SELECT coalesce(sum(repeats), 0) FROM events WHERE environment = ?"),
                        number(DROPS + " AND stream = 'events'")),
                new Balance(
                        counts.acted(),
                        number("SELECT coalesce(sum(count), 0) FROM actions WHERE " + OWN_ACTIONS),
                        number(DROPS + " AND stream = 'actions'")));
    }

    long actionRows() throws SQLException {
        return number("SELECT count(*) FROM actions WHERE " + OWN_ACTIONS);
    }

    /** An action over the whole time. */
    record TopAction(
            String action,
            long users,
            long count,
            long rows,
            @Nullable String sum) {}

    /** The actions with the highest counts first. */
    List<TopAction> topActions(int most) throws SQLException {
        String sql = "SELECT action_id, count(DISTINCT user_id), sum(count), count(*), sum(value_sum) FROM actions"
                + " WHERE " + OWN_ACTIONS + " GROUP BY action_id ORDER BY 3 DESC, action_id LIMIT " + most;
        return query(
                sql,
                row -> new TopAction(
                        text(row.getString(1)), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5)));
    }

    long rows() throws SQLException {
        return number("SELECT count(*) FROM events WHERE environment = ?");
    }

    /** A group of events over the whole time. */
    record TopGroup(String level, String app, String logger, long repeats, long rows, String text) {}

    /** The groups with the most repeats first. */
    List<TopGroup> topGroups(int most) throws SQLException {
        String sql = "SELECT min(level), min(app), min(logger), sum(repeats), count(*),"
                + " coalesce(min(template), min(message)) FROM events WHERE environment = ?"
                + " GROUP BY group_id ORDER BY 4 DESC, group_id LIMIT " + most;
        return query(
                sql,
                row -> new TopGroup(
                        text(row.getString(1)),
                        text(row.getString(2)),
                        text(row.getString(3)),
                        row.getLong(4),
                        row.getLong(5),
                        text(row.getString(6))));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private long number(String sql) throws SQLException {
        return query(sql, row -> row.getLong(1)).get(0);
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The rows of a query with one parameter, the environment. */
    private <T> List<T> query(String sql, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, environment);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
