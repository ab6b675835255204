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
    private static final String OF_ROW = EventColumn.IDENTITY.stream()
            .map(EventColumn::columnName)
            .map(each -> "sample_rows." + each + " = event_rows." + each)
            .collect(Collectors.joining(" AND "));

    private static final String OWN = "event_rows.borrowed = 0 AND event_rows.flag IN ("
            + EventRow.WHOLE.stream().sorted().map(flag -> "'" + flag + "'").collect(Collectors.joining(", ")) + ")";

    private static final String COUNT =
            "CASE WHEN " + OWN + " THEN 1 ELSE 0 END" + " + (SELECT count(*) FROM sample_rows WHERE " + OF_ROW + ")";

    private final Connection connection;
    private final Database database;

    /** The condition for samples of the event that is in the row itself: of another copy of the row it was a sample. */
    private final String isTwice;

    InFullCount(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
        String message = "coalesce(event_rows.message, (SELECT g.message FROM "
                + database.quoted(GroupRow.INSERT.table()) + " g WHERE g.id = event_rows.groups_id), '')";
        isTwice = "EXISTS (SELECT 1 FROM event_rows WHERE " + OF_ROW + " AND " + OWN
                + " AND event_rows.sequence = sample_rows.n AND event_rows.time = sample_rows.time"
                + " AND event_rows.nano = sample_rows.nano AND event_rows.thread_id = sample_rows.thread_id"
                + " AND " + message + " = coalesce(sample_rows.message, ''))";
    }

    /** Counts again for one group of a delivery, or for all its groups if it is null. */
    void update(DeliveryKey delivery, @Nullable Long group) throws SQLException {
        String where = " WHERE " + delivery.where(database) + (group == null ? "" : " AND groups_id = ?");
        execute("DELETE FROM sample_rows" + where + " AND " + isTwice, delivery, group);
        execute("UPDATE event_rows SET in_full = " + COUNT + where + " AND in_full <> " + COUNT, delivery, group);
    }

    private void execute(String sql, DeliveryKey delivery, @Nullable Long group) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters parameters = new Parameters(database, statement);
            delivery.bind(parameters);
            if (group != null) {
                parameters.add(ColumnType.NUMBER, group);
            }
            statement.executeUpdate();
        }
    }
}
