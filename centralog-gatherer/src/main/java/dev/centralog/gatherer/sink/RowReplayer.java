// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gatherer.sink.EventContent.References;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The completion of rows that so far hold only their count; the larger counts stay. Commits nothing. */
public final class RowReplayer {
    private RowReplayer() {}

    /** Writes an event into the row of its identity, and into that of its group. */
    public static void fill(Connection connection, Database database, GatheredEvent event) throws SQLException {
        DeliveryKey delivery =
                DeliveryKey.ofWindow(event.windowStart(), event.delivery()).enter(connection, database);
        GroupRow group = GroupRow.of(event);
        WrittenGroups.Written stored = new GroupWriter(connection, database, new WrittenGroups()).fill(group);
        References references = new References(delivery.id(), stored, null);
        EventRow row = EventRow.of(new EventContent(group, database.target().traceKeys(), references));
        fill(new RowMerger(connection, database, EventRow.TABLE), row);
        new InFullCount(connection, database).update(delivery, stored.id());
        ThrowableRow throwable = ThrowableRow.of(event.event());
        new UncountedWriter(connection, database)
                .write(ThrowableRow.INSERT, throwable == null ? List.of() : List.of(throwable));
    }

    /** Writes totals into the row of their identity. */
    public static void fill(Connection connection, Database database, GatheredAction action) throws SQLException {
        fill(new RowMerger(connection, database, ActionRow.TABLE), ActionRow.of(action));
    }

    private static void fill(RowMerger opened, Row row) throws SQLException {
        try (RowMerger merger = opened) {
            merger.write(List.of(row), true);
        }
    }
}
