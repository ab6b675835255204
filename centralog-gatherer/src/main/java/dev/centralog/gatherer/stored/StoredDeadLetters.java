// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters in a database, to be looked at.
 *
 * <p>Thread-safety: none.
 */
public final class StoredDeadLetters {
    private static final String NOT_REPLAYED = "replayed_at IS NULL";

    private final Queries queries;

    StoredDeadLetters(Queries queries) {
        this.queries = queries;
    }

    /**
     * A dead letter without its bytes.
     *
     * @param letter the dead letter, with no bytes
     * @param bytes how many it has
     */
    public record Listed(DeadLetter letter, long bytes) {}

    /** Returns dead letters, or only those not replayed yet, the latest first, {@code limit} at most. */
    public List<Listed> list(boolean replayedToo, int limit) {
        return queries.all(
                "SELECT id, stream, window_start, group_id, delivery, reason, attempts, first_seen, replayed_at, NULL AS raw,"
                        + " length(raw) AS bytes FROM dead_letters WHERE " + (replayedToo ? "1 = 1" : NOT_REPLAYED)
                        + " ORDER BY id DESC LIMIT " + limit,
                List.of(),
                row -> new Listed(read(queries.database(), row), row.getLong("bytes")));
    }

    /** Returns how many were not replayed yet. */
    public long count() {
        return queries.all("SELECT count(*) FROM dead_letters WHERE " + NOT_REPLAYED, List.of(), row -> row.getLong(1))
                .get(0);
    }

    /** Returns the dead letter with that id, or null if there is none. */
    public @Nullable DeadLetter find(long id) {
        List<DeadLetter> found = queries.all(
                "SELECT * FROM dead_letters WHERE id = ?", List.of(id), row -> read(queries.database(), row));
        return found.isEmpty() ? null : found.get(0);
    }

    static DeadLetter read(Database database, ResultSet row) throws SQLException {
        Instant replayedAt = row.getObject("replayed_at") == null ? null : database.time(row, "replayed_at");
        byte[] raw = row.getBytes("raw");
        return new DeadLetter(
                row.getLong("id"),
                EventRows.text(row, "stream"),
                database.time(row, "window_start"),
                EventRows.text(row, "group_id"),
                EventRows.text(row, "delivery"),
                raw == null ? new byte[0] : raw,
                EventRows.text(row, "reason"),
                row.getInt("attempts"),
                database.time(row, "first_seen"),
                replayedAt);
    }
}
