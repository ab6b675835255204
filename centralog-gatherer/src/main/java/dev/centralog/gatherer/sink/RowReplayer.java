// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The completion of rows that so far hold only their count; the larger counts stay. Commits nothing. */
public final class RowReplayer {
    private RowReplayer() {}

    /** Writes an event into the row of its identity, and into that of its group. */
    public static void fill(Connection connection, Database database, GatheredEvent event) throws SQLException {
        EventRow row = EventRow.of(event, database.target().traceKeys());
        fill(new RowMerger(connection, database, EventRow.TABLE), row);
        new InFullCount(connection, database).update(DeliveryKey.of(EventRow.TABLE, row), event.groupId());
        ThrowableRow throwable = ThrowableRow.of(event.event());
        new UncountedWriter(connection, database)
                .write(ThrowableRow.INSERT, throwable == null ? List.of() : List.of(throwable));
        Instant now = Clock.systemUTC().instant();
        new GroupWriter(connection, database, new WrittenGroups()).fill(GroupRow.of(event, now));
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
