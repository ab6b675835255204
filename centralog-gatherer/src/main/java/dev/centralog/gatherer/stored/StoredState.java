// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkTarget;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the tables tell of how storing goes on; each figure comes from an index, however many rows there are.
 *
 * @param product which database it is, with its version
 * @param lastEvent when the window began that the last row of events is of; null if there is none
 * @param lastAction the same of actions and their slice
 * @param drops what producers have reported as dropped since then, by {@code stream} and reason
 * @param deadLetters those not replayed, by stream
 */
public record StoredState(
        String product,
        @Nullable Instant lastEvent,
        @Nullable Instant lastAction,
        Map<String, Map<String, Long>> drops,
        Map<String, Long> deadLetters) {
    /**
     * Connects, asks, disconnects. Blocks.
     *
     * @param dropsSince from when on drops are counted
     * @throws dev.centralog.gatherer.sink.SinkException if it can't be read
     */
    public static StoredState read(SinkTarget target, Instant dropsSince) {
        try (Queries queries = Queries.open(Database.of(target))) {
            Map<String, Map<String, Long>> drops = new TreeMap<>();
            String time = queries.database().parameter(ColumnType.TIME);
            queries.all(
                            "SELECT stream, reason, sum(count) FROM drops WHERE window_start >= " + time
                                    + " GROUP BY stream, reason",
                            List.of(dropsSince),
                            row -> new Sum(row.getString(1), row.getString(2), row.getLong(3)))
                    .forEach(sum -> drops.computeIfAbsent(sum.stream, stream -> new TreeMap<>())
                            .put(sum.reason, sum.count));
            Map<String, Long> deadLetters = new TreeMap<>();
            queries.all(
                            "SELECT stream, count(*) FROM dead_letters WHERE replayed_at IS NULL GROUP BY stream",
                            List.of(),
                            row -> new Sum(row.getString(1), "", row.getLong(2)))
                    .forEach(sum -> deadLetters.put(sum.stream, sum.count));
            return new StoredState(
                    queries.product(),
                    last(queries, "events", "window_start"),
                    last(queries, "actions", "slice_start"),
                    drops,
                    deadLetters);
        }
    }

    private record Sum(String stream, String reason, long count) {}

    private static @Nullable Instant last(Queries queries, String table, String column) {
        Database database = queries.database();
        List<Instant> last = queries.all(
                "SELECT " + column + " FROM " + table + " WHERE id = (SELECT max(id) FROM " + table + ")",
                List.of(),
                row -> database.time(row, column));
        return last.isEmpty() ? null : last.get(0);
    }
}
