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

    private StoredSums() {}

    /**
     * Asserts that what stands beside the rows of events is what they come to. No row may have been deleted, and no gatherer may
     * be storing.
     */
    public static void assertAgree(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT group_id, " + WHOLE + " FROM groups"))
                    .as("groups")
                    .isEqualTo(rows(statement, "SELECT group_id, max(" + WHOLE + ") FROM events GROUP BY group_id"));
            assertThat(rows(
                            statement,
                            "SELECT group_id, first_seen, " + minute("last_seen")
                                    + " FROM groups WHERE group_id NOT IN (" + OTHER_TIME + ")"))
                    .as("times of groups")
                    .isEqualTo(rows(
                            statement,
                            "SELECT group_id, min(window_start), " + minute("max(window_start)")
                                    + " FROM events WHERE group_id NOT IN (" + OTHER_TIME + ") GROUP BY group_id"));
        } catch (SQLException e) {
            throw new AssertionError(url, e);
        }
    }

    /** Returns a time's text up to the minute, in any database: last_seen is written once a minute. */
    private static String minute(String time) {
        return "substr(CAST(" + time + " AS char(30)), 1, 16)";
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
