// SPDX-License-Identifier: Apache-2.0
package dev.centralog.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a database says of one environment, read by plain SQL: a second opinion on what gatherers say. */
final class Ledger implements AutoCloseable {
    private final Connection connection;
    private final String environment;

    private Ledger(Connection connection, String environment) {
        this.connection = connection;
        this.environment = environment;
    }

    static Ledger open(String jdbcUrl, String environment) throws SQLException {
        return new Ledger(DriverManager.getConnection(jdbcUrl), environment);
    }

    /** The law: {@code logged = stored + dropped}. */
    record Conservation(long logged, long stored, long dropped) {
        boolean holds() {
            return logged == stored + dropped;
        }

        /** One line, as {@code demo} ends with. */
        String line() {
            return "conservation: logged=" + logged + " stored=" + stored + " dropped=" + dropped
                    + (holds() ? " OK" : " MISMATCH");
        }
    }

    /** Holds what the applications counted against the tables. */
    Conservation conservation(long logged) throws SQLException {
        return new Conservation(
                logged,
                number("SELECT coalesce(sum(repeats), 0) FROM events WHERE environment = ?"),
                number("SELECT coalesce(sum(count), 0) FROM drops WHERE environment = ?"));
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
        List<TopGroup> groups = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, environment);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    groups.add(new TopGroup(
                            text(row.getString(1)),
                            text(row.getString(2)),
                            text(row.getString(3)),
                            row.getLong(4),
                            row.getLong(5),
                            text(row.getString(6))));
                }
            }
        }
        return groups;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private long number(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, environment);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
