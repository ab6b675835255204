// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.EventSection;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.gatherer.sink.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader of the rows of groups, with a further column {@code last_exact}. */
final class GroupRows {
    private final Database database;

    GroupRows(Database database) {
        this.database = database;
    }

    GroupInfo read(ResultSet row) throws SQLException {
        Instant first = database.time(row, "first_seen");
        Instant last = database.time(row, "last_seen");
        // The column of groups is up to a minute behind; there are no hours if these have been deleted.
        Instant exact = row.getString("last_exact") == null ? last : database.time(row, "last_exact");
        LogEvent event = LogEvent.builder()
                .time(first)
                .thread(ThreadRef.UNKNOWN)
                .level(new Level(EventRows.text(row, "level"), row.getInt("severity")))
                .logger(row.getString("logger"))
                .template(row.getString("template"))
                .message(row.getString("message"))
                .thrown(thrown(row))
                .location(EventRows.location(row))
                .origin(new Origin(EventRows.text(row, "app"), EventRows.text(row, "environment"), "", 0))
                .build();
        return new GroupInfo(
                row.getLong("id"),
                EventRows.text(row, "group_id"),
                row.getString("family_id"),
                first,
                exact.isAfter(last) ? exact : last,
                EventRows.text(row, "flag"),
                event);
    }

    private static @Nullable Thrown thrown(ResultSet row) throws SQLException {
        String className = row.getString("thrown_class");
        if (className == null) {
            return null;
        }
        Thrown whole = EventRows.sections(row, List.of(EventSection.THROWN)).thrown();
        return whole != null
                ? whole
                : new Thrown(className, row.getString("thrown_message"), null, List.of(), 0, null, List.of(), -1);
    }
}
