// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The second count of the events of a delivery that are stored in full, by the database itself. It is needed only if rows met
 * rows that were stored before, or if not all samples could be stored.
 */
final class InFullCount {
    private static final String OF_ROW = "event_samples.window_start = events.window_start"
            + " AND event_samples.group_id = events.group_id AND event_samples.delivery = events.delivery";

    private static final String OWN = "events.borrowed = 0 AND events.flag IN ("
            + EventRow.WHOLE.stream().sorted().map(flag -> "'" + flag + "'").collect(Collectors.joining(", ")) + ")";

    private static final String COUNT =
            "CASE WHEN " + OWN + " THEN 1 ELSE 0 END" + " + (SELECT count(*) FROM event_samples WHERE " + OF_ROW + ")";

    /** The condition for samples of the event that is in the row itself: of another copy of the row it was a sample. */
    private static final String TWICE = "EXISTS (SELECT 1 FROM events WHERE " + OF_ROW + " AND " + OWN
            + " AND events.sequence = event_samples.n AND events.time = event_samples.time"
            + " AND events.nano = event_samples.nano AND events.thread_id = event_samples.thread_id"
            + " AND coalesce(events.message, '') = coalesce(event_samples.message, ''))";

    private final Connection connection;
    private final Database database;

    InFullCount(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    /** Counts again for one group of a delivery, or for all its groups if it is null. */
    void update(DeliveryKey delivery, @Nullable String groupId) throws SQLException {
        String where = " WHERE " + delivery.where(database) + (groupId == null ? "" : " AND group_id = ?");
        execute("DELETE FROM event_samples" + where + " AND " + TWICE, delivery, groupId);
        execute("UPDATE events SET in_full = " + COUNT + where + " AND in_full <> " + COUNT, delivery, groupId);
    }

    private void execute(String sql, DeliveryKey delivery, @Nullable String groupId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters parameters = new Parameters(database, statement);
            delivery.bind(parameters);
            if (groupId != null) {
                parameters.add(ColumnType.TEXT, groupId);
            }
            statement.executeUpdate();
        }
    }
}
