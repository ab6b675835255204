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

/** The totals of one environment in a database, read by plain SQL. They check the gatherers' figures independently. */
final class StoredTotals implements AutoCloseable {
    private static final String DROPS = "SELECT coalesce(sum(count), 0) FROM drops WHERE environment = ?";

    /**
     * The condition for this run's actions. Actions have no environment, but they went through the same Redis as the
     * environment's events.
     */
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

    /** The counts of events or of actions: how many there were, and how many were stored or dropped. */
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

        /** Returns the line with which {@code demo} ends. */
        String line() {
            return "conservation: logged=" + events.counted + " stored=" + events.stored + " dropped=" + events.dropped
                    + " actions=" + actions.counted + " actionsStored=" + actions.stored + " actionsDropped="
                    + actions.dropped + (holds() ? " OK" : " MISMATCH");
        }
    }

    /** Compares the applications' counts with the tables. */
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

    /** An action, added up over the whole time. */
    record TopAction(
            String action,
            long users,
            long count,
            long rows,
            @Nullable String sum) {}

    /** Returns the actions with the highest counts, the highest first. */
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

    /** A group of events, added up over the whole time. */
    record TopGroup(String level, String app, String logger, long repeats, long rows, String text) {}

    /** Returns the groups with the most repeats, the highest first. */
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

    /** Returns the rows of a query whose only parameter is the environment. */
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
