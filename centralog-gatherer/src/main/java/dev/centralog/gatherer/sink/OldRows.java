// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words in which {@link Upkeep} is told which old rows to delete. */
public final class OldRows {
    private OldRows() {}

    /** The rows with an id that grows in the order of storing. */
    @SuppressWarnings("ImmutableEnumChecker") // lists made by List.of are
    public enum ById {
        EVENTS("event_rows", "window_start", List.of("deliveries_id", "groups_id"), "in_full"),
        ACTIONS("actions", "slice_start", List.of("id"), "1");

        final String table;
        final String time;
        /** The columns that identify a row within a time; the first one is the id. */
        final List<String> key;

        final String weight;

        ById(String table, String time, List<String> key, String weight) {
            this.table = table;
            this.time = time;
            this.key = key;
            this.weight = weight;
        }

        /** Returns the table's name. */
        public String table() {
            return table;
        }
    }

    /**
     * The rows that only have the time of what they are about. Dead letters that were not replayed are not among them, and
     * neither is what rows of events refer to. That is looked up for each of them: asked by NOT EXISTS, PostgreSQL may sort all rows
     * of all partitions.
     */
    public enum ByTime {
        SIGNS("process_signs", "window_start", "1 = 1"),
        PROCESSES(
                "processes",
                "last_seen",
                "(SELECT 1 FROM event_rows e WHERE e.processes_id = processes.number LIMIT 1) IS NULL"),
        DROPS("drops", "window_start", "stream <> 'actions'"),
        DROPS_OF_ACTIONS("drops", "window_start", "stream = 'actions'"),
        DELIVERIES(
                "deliveries",
                "window_start",
                "stream <> 'actions' AND (SELECT 1 FROM event_rows e WHERE e.window_start = deliveries.window_start"
                        + " AND e.deliveries_id = deliveries.id LIMIT 1) IS NULL"),
        DELIVERIES_OF_ACTIONS("deliveries", "window_start", "stream = 'actions'"),
        GROUP_MINUTES("group_minutes", "minute", "1 = 1"),
        LEVEL_MINUTES("level_minutes", "minute", "1 = 1"),
        GROUP_DAYS("group_days", "day", "1 = 1"),
        LEVEL_HOURS("level_hours", "hour", "1 = 1"),
        GROUP_HOURS("group_hours", "hour", "1 = 1"),
        GROUP_RELEASES("group_releases", "last_seen", "1 = 1"),
        DEAD_LETTERS("dead_letters", "window_start", "replayed_at IS NOT NULL AND stream <> 'actions'"),
        DEAD_LETTERS_OF_ACTIONS("dead_letters", "window_start", "replayed_at IS NOT NULL AND stream = 'actions'");

        final String table;
        final String time;
        final String condition;

        ByTime(String table, String time, String condition) {
            this.table = table;
            this.time = time;
            this.condition = condition;
        }

        /** Returns the table's name. */
        public String table() {
            return table;
        }
    }

    /**
     * The rows that were deleted.
     *
     * @param rows their number
     * @param samples the number of samples that were deleted with them
     * @param next the time from which to go on; null if there are no more
     */
    public record Chunk(long rows, long samples, @Nullable Instant next) {}

    /**
     * The rows that may be deleted.
     *
     * @param from the time from which to look for them
     * @param before the time before which they are old
     * @param lastId the id of the last one, or of events the last delivery, that was stored long enough ago
     */
    public record Range(Instant from, Instant before, long lastId) {}
}
