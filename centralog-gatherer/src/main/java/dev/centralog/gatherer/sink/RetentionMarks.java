// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of how far the other tables had grown, hour by hour, within the caller's transaction. */
record RetentionMarks(Connection connection, Database database) {
    /**
     * The number of later marks that make a mark a day old. They show that a day has passed, and not that a clock was set: at
     * most one of the hours between them is a jump's.
     */
    static final int LATER_MARKS = 26;

    /** The longest time that these marks may span. If it is longer, a clock has jumped, or nobody was watching. */
    static final Duration MOST_SPANNED = Duration.ofDays(7);

    private static final Duration KEPT = Duration.ofDays(31);
    private static final List<Column> HOUR = List.of(new Column("hour", ColumnType.TIME));
    private static final Upsert MARK = new Upsert(
            "retention_marks",
            List.of(
                    HOUR.get(0),
                    new Column("last_event", ColumnType.NUMBER),
                    new Column("last_action", ColumnType.NUMBER),
                    new Column("up_to", ColumnType.TIME)),
            HOUR,
            List.of());

    /**
     * Marks an hour, and removes marks that lie ahead, because the clock was wrong, or that are not needed any more.
     *
     * @return false if the hour was marked before
     */
    boolean mark(Instant hour) throws SQLException {
        try (UpsertStatement insert = new UpsertStatement(connection, database, MARK)) {
            long inserted = insert.write(List.of(Arrays.asList(
                    hour,
                    number("SELECT max(id) FROM deliveries"),
                    number("SELECT max(id) FROM actions"),
                    upTo(hour))));
            if (inserted == 0) {
                return false;
            }
        }
        String time = database.parameter(ColumnType.TIME);
        String sql = "DELETE FROM retention_marks WHERE hour > " + time + " OR hour < " + time;
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, database.timeText(hour));
            delete.setString(2, database.timeText(hour.minus(KEPT)));
            delete.executeUpdate();
        }
        return true;
    }

    private long number(String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Returns up to when events are complete, of every Redis of which that is known for the last days. */
    private @Nullable Instant upTo(Instant hour) throws SQLException {
        String sql = "SELECT min(up_to) AS up_to FROM complete_up_to WHERE stream = 'events' AND up_to >= "
                + database.parameter(ColumnType.TIME);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, database.timeText(hour.minus(MOST_SPANNED)));
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getString(1) != null ? database.time(row, "up_to") : null;
            }
        }
    }

    /** Returns the state of the tables a day ago; null if that is not known. */
    @Nullable
    RetentionMark dayAgo(Instant hour) throws SQLException {
        String time = database.parameter(ColumnType.TIME);
        String sql = "SELECT last_event, last_action, up_to FROM (SELECT hour, last_event, last_action, up_to"
                + " FROM retention_marks WHERE hour <= " + time + " ORDER BY hour DESC LIMIT 1 OFFSET " + LATER_MARKS
                + ") AS marked WHERE hour >= " + time;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, database.timeText(hour));
            select.setString(2, database.timeText(hour.minus(MOST_SPANNED)));
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new RetentionMark(
                                row.getLong(1),
                                row.getLong(2),
                                row.getString(3) == null ? null : database.time(row, "up_to"))
                        : null;
            }
        }
    }
}
