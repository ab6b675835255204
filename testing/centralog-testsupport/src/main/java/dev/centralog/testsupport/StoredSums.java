// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The check that a gatherer's tables agree with one another: what is written beside the rows of events is exact. */
public final class StoredSums {
    private static final String WHOLE = "CASE WHEN flag IN ('', 'otherTime', 'varying') THEN 1 ELSE 0 END";
    private static final String OTHER_TIME =
            "SELECT group_id FROM events WHERE flag IN ('otherTime', 'varying') OR window_start > '2090-01-01T00:00:00'";

    /** The condition of groups without rows that count nothing, whose windows may be later than all that count. */
    private static final String ALL_COUNT = "group_id NOT IN (SELECT group_id FROM events WHERE repeats = 0)";

    /** The condition of groups of which no event was refused: one that was may have left its group what was not refused. */
    private static final String NONE_REJECTED = "group_id NOT IN (SELECT group_id FROM events WHERE flag = 'rejected')";

    /** The length of a time's text up to the minute, the hour and the day. */
    private static final int MINUTE = 16;

    private static final int HOUR = 13;
    private static final int DAY = 10;

    private StoredSums() {}

    /**
     * Asserts that what stands beside the rows of events is what they come to. No row may have been deleted, and no gatherer may
     * be storing.
     */
    public static void assertAgree(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT group_id, " + WHOLE + " FROM groups WHERE " + NONE_REJECTED))
                    .as("groups")
                    .isEqualTo(rows(
                            statement,
                            "SELECT group_id, max(" + WHOLE + ") FROM events WHERE " + NONE_REJECTED
                                    + " GROUP BY group_id"));
            assertThat(rows(
                            statement,
                            "SELECT group_id, first_seen, " + start("last_seen", MINUTE)
                                    + " FROM groups WHERE group_id NOT IN (" + OTHER_TIME + ")"))
                    .as("times of groups")
                    .isEqualTo(rows(
                            statement,
                            "SELECT group_id, min(window_start), " + start("max(window_start)", MINUTE)
                                    + " FROM events WHERE group_id NOT IN (" + OTHER_TIME + ") GROUP BY group_id"));
            assertRollUpsAgree(statement);
        } catch (SQLException e) {
            throw new AssertionError(url, e);
        }
    }

    private static void assertRollUpsAgree(Statement statement) throws SQLException {
        assertThat(rows(statement, "SELECT window_start, delivery FROM deliveries WHERE stream = 'events'"))
                .as("deliveries")
                .containsAll(rows(statement, "SELECT DISTINCT window_start, delivery FROM events"));
        for (int length : new int[] {MINUTE, HOUR, DAY}) {
            String name = length == MINUTE ? "minute" : length == HOUR ? "hour" : "day";
            String table = "group_" + name + "s";
            assertThat(rows(
                            statement,
                            "SELECT g.group_id, " + start("r." + name, length) + ", sum(r.repeats) FROM " + table
                                    + " r JOIN groups g ON g.id = r.groups_id GROUP BY g.group_id, "
                                    + start("r." + name, length)))
                    .as(table)
                    .isEqualTo(rows(
                            statement,
                            "SELECT group_id, " + start("window_start", length) + ", sum(repeats) FROM events"
                                    + " WHERE repeats > 0 GROUP BY group_id, " + start("window_start", length)));
        }
        String ofTheirTime = " JOIN groups g ON g.id = r.groups_id WHERE g.group_id NOT IN (" + OTHER_TIME + ")";
        assertThat(rows(
                        statement,
                        "SELECT r.groups_id, r.release, " + start("r.last_seen", MINUTE) + " FROM group_releases r"
                                + ofTheirTime))
                .as("group_releases")
                .isEqualTo(rows(
                        statement,
                        "SELECT r.groups_id, r.release, " + start("max(r.last_seen)", MINUTE) + " FROM group_hours r"
                                + ofTheirTime + " GROUP BY r.groups_id, r.release"));
        assertThat(rows(statement, byRelease("group_days", "day")))
                .as("group_days, by release")
                .isEqualTo(rows(statement, byRelease("group_hours", "hour")));
        for (int length : new int[] {MINUTE, HOUR}) {
            String name = length == MINUTE ? "minute" : "hour";
            String table = "level_" + name + "s";
            assertThat(rows(
                            statement,
                            "SELECT " + start(name, length) + ", sum(repeats) FROM " + table + " GROUP BY "
                                    + start(name, length)))
                    .as(table)
                    .isEqualTo(rows(
                            statement,
                            "SELECT " + start("window_start", length)
                                    + ", sum(repeats) FROM events WHERE repeats > 0 GROUP BY "
                                    + start("window_start", length)));
        }
        assertThat(rows(statement, byNames("level_hours", "hour")))
                .as("level_hours, by names")
                .isEqualTo(rows(statement, byNames("level_minutes", "minute")));
        assertThat(rows(statement, "SELECT group_id, repeats FROM group_totals"))
                .as("group_totals")
                .isEqualTo(rows(statement, "SELECT group_id, sum(repeats) FROM events GROUP BY group_id"));
        assertThat(rows(
                        statement,
                        "SELECT group_id, last_seen FROM group_totals WHERE group_id NOT IN (" + OTHER_TIME + ") AND "
                                + ALL_COUNT))
                .as("last_seen in group_totals")
                .isEqualTo(rows(
                        statement,
                        "SELECT group_id, max(window_start) FROM events WHERE group_id NOT IN (" + OTHER_TIME + ") AND "
                                + ALL_COUNT + " GROUP BY group_id"));
    }

    private static String byRelease(String table, String time) {
        String key = "s.groups_id, " + start("s." + time, DAY) + ", s.release";
        return "SELECT " + key + ", sum(s.repeats) FROM " + table + " s GROUP BY " + key;
    }

    private static String byNames(String table, String time) {
        String names = start("l." + time, HOUR) + ", l.app, l.environment, l.level, l.release";
        return "SELECT " + names + ", sum(l.repeats) FROM " + table + " l GROUP BY " + names;
    }

    /** Returns the first characters of a time's text, in any database. */
    private static String start(String time, int length) {
        return "substr(CAST(" + time + " AS char(30)), 1, " + length + ")";
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(String.valueOf(row.getString(column)));
                }
                rows.add(String.join("|", values));
            }
            rows.sort(null);
            return rows;
        }
    }
}
