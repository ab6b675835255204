// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.ProcessInfo;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The processes of which the database knows no end.
 *
 * @param alive the number of those that have counted or given a sign of life within {@link #SILENT_AFTER}
 * @param silent the number of those that have not, but within {@link #SILENT_UP_TO}
 * @param lastSilent the silent ones that were seen last, at most {@value #MOST_SHOWN}, the latest first
 */
public record StoredProcesses(long alive, long silent, List<Silent> lastSilent) {
    /** The time without a sign of life after which a process is silent. Signs are given every ten minutes. */
    public static final Duration SILENT_AFTER = Duration.ofMinutes(15);

    /** The time after which a silent process is not counted any more. */
    public static final Duration SILENT_UP_TO = Duration.ofHours(24);

    static final int MOST_SHOWN = 10;

    public StoredProcesses {
        lastSilent = List.copyOf(lastSilent);
    }

    /** A process that has become silent, without the sign of its end. */
    public record Silent(ProcessInfo info, Instant lastSeen) {}

    static StoredProcesses read(Queries queries, Instant now) {
        Instant since = now.minus(SILENT_AFTER);
        Instant from = now.minus(SILENT_UP_TO);
        String time = queries.database().parameter(ColumnType.TIME);
        String open = " FROM processes WHERE ended_at IS NULL AND last_seen >= " + time;
        String silent = open + " AND last_seen < " + time;
        // Names behind their table's: release alone is a reserved word in MariaDB.
        String texts = "processes.app, processes.environment, processes.release, processes.host, processes.pid,"
                + " processes.instance, processes.last_seen";
        return new StoredProcesses(
                count(queries, "SELECT count(*)" + open, since),
                count(queries, "SELECT count(*)" + silent, from, since),
                queries.all(
                        "SELECT " + texts + silent + " ORDER BY last_seen DESC, id LIMIT " + MOST_SHOWN,
                        List.of(from, since),
                        row -> silent(queries.database(), row)));
    }

    private static long count(Queries queries, String sql, Object... parameters) {
        return queries.all(sql, List.of(parameters), row -> row.getLong(1)).get(0);
    }

    private static Silent silent(Database database, ResultSet row) throws SQLException {
        return new Silent(EventProcesses.info(row), database.time(row, "last_seen"));
    }
}
