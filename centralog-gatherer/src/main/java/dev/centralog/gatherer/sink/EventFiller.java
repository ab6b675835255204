// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Puts an event into the row that so far holds only its count. */
public final class EventFiller {
    private EventFiller() {}

    /** Fills the row of that identity; the larger of both counts stays. Commits nothing. */
    public static void fill(Connection connection, Database database, GatheredEvent event) throws SQLException {
        try (EventUpsert upsert = new EventUpsert(connection, database)) {
            upsert.write(List.of(EventRow.of(event)));
        }
    }
}
