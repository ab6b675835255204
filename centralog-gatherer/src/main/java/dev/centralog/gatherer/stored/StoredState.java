// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.DropReport;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of the tables, which shows whether events and actions are being stored. Each figure comes from an index, so it is
 * fast however many rows there are.
 *
 * @param product the database's name and version
 * @param lastEvent the start of the window of the last row of events; null if there is none
 * @param lastAction the start of the slice of the last row of actions; null if there is none
 * @param drops the number of events and actions that producers have reported as dropped since the time given, by
 *     {@code stream} and reason. Samples that were left out are not among them: their events are counted
 * @param deadLetters the number of dead letters not replayed, by stream
 * @param processes the processes of which no end is known
 * @param complete up to when the streams are complete
 * @param storage the room that the database takes
 */
public record StoredState(
        String product,
        @Nullable Instant lastEvent,
        @Nullable Instant lastAction,
        Map<String, Map<String, Long>> drops,
        Map<String, Long> deadLetters,
        StoredProcesses processes,
        List<Complete> complete,
        Storage storage) {
    public StoredState {
        complete = List.copyOf(complete);
    }

    /** The time up to which what is stored of a stream is complete, for the Redis of that id. */
    public record Complete(String stream, String redisId, Instant upTo) {}

    /**
     * Returns up to when a stream is complete: for these redis ids or, if there are none, for all that are known. Null: of one
     * of them it is not known.
     */
    public @Nullable Instant completeUpTo(String stream, Set<String> redisIds) {
        List<Complete> all = complete.stream()
                .filter(each -> each.stream.equals(stream))
                .filter(each -> redisIds.isEmpty() || redisIds.contains(each.redisId))
                .toList();
        if (all.size() < redisIds.size()) {
            return null;
        }
        return all.stream().map(Complete::upTo).min(Comparator.naturalOrder()).orElse(null);
    }

    /**
     * Connects, reads the state, and disconnects. Blocks.
     *
     * @param now the present time
     * @param dropsOf the time for which drops are counted, up to now
     * @throws dev.centralog.gatherer.sink.SinkException if the database can't be read
     */
    public static StoredState read(SinkTarget target, Instant now, Duration dropsOf) {
        try (Queries queries = Queries.open(Database.of(target))) {
            Map<String, Map<String, Long>> drops = new TreeMap<>();
            String time = queries.database().parameter(ColumnType.TIME);
            queries.all(
                            "SELECT stream, reason, sum(count) FROM drops WHERE stream <> '" + DropReport.SAMPLES
                                    + "' AND window_start >= " + time + " GROUP BY stream, reason",
                            List.of(now.minus(dropsOf)),
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
                    last(
                            queries,
                            "window_start",
                            "deliveries WHERE stream = 'events' AND EXISTS (SELECT 1 FROM event_rows e WHERE"
                                    + " e.window_start = deliveries.window_start AND e.deliveries_id = deliveries.id)"),
                    last(queries, "slice_start", "actions"),
                    drops,
                    deadLetters,
                    StoredProcesses.read(queries, now),
                    complete(queries),
                    Storage.read(queries));
        }
    }

    private record Sum(String stream, String reason, long count) {}

    private static List<Complete> complete(Queries queries) {
        return queries.all(
                "SELECT stream, redis_id, up_to FROM complete_up_to",
                List.of(),
                row -> new Complete(
                        row.getString(1), row.getString(2), queries.database().time(row, "up_to")));
    }

    private static @Nullable Instant last(Queries queries, String column, String rows) {
        Database database = queries.database();
        List<Instant> last = queries.all(
                "SELECT " + column + " FROM " + rows + " ORDER BY id DESC LIMIT 1",
                List.of(),
                row -> database.time(row, column));
        return last.isEmpty() ? null : last.get(0);
    }
}
