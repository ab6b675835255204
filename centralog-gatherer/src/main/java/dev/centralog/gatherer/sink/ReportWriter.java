// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Writes what is no event: drop reports and dead letters. */
final class ReportWriter {
    private static final Clock CLOCK = Clock.systemUTC();

    private final Connection connection;
    private final Database database;

    ReportWriter(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    void writeDrops(List<DropReport> drops) throws SQLException {
        if (drops.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO drops (window_start, group_id, delivery, count, reason, app, environment, host, pid)"
                + " VALUES (" + database.timeParameter() + ", ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (window_start, group_id, delivery) DO UPDATE SET count = " + database.larger()
                + "(drops.count, excluded.count)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (DropReport drop : drops) {
                statement.setString(1, database.timeText(drop.windowStart()));
                statement.setString(2, StorableText.of(drop.groupId()));
                statement.setString(3, StorableText.of(drop.delivery()));
                statement.setLong(4, drop.count());
                statement.setString(5, StorableText.of(drop.reason()));
                statement.setString(6, StorableText.of(drop.origin().app()));
                statement.setString(7, StorableText.of(drop.origin().environment()));
                statement.setString(8, StorableText.of(drop.origin().host()));
                statement.setLong(9, drop.origin().pid());
                statement.executeUpdate();
            }
        }
    }

    void writeDeadLetters(List<UnreadablePayload> letters) throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        Instant now = CLOCK.instant();
        String sql = "INSERT INTO dead_letters (window_start, group_id, delivery, raw, reason, attempts, first_seen)"
                + " VALUES (" + database.timeParameter() + ", ?, ?, ?, ?, 1, " + database.timeParameter() + ")"
                + " ON CONFLICT (window_start, group_id, delivery) DO UPDATE SET attempts = dead_letters.attempts + 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (UnreadablePayload letter : letters) {
                statement.setString(1, database.timeText(letter.windowStart()));
                statement.setString(2, StorableText.of(letter.groupId()));
                statement.setString(3, StorableText.of(letter.delivery()));
                statement.setBytes(4, letter.raw());
                statement.setString(5, StorableText.of(letter.reason()));
                statement.setString(6, database.timeText(now));
                statement.executeUpdate();
            }
        }
    }
}
