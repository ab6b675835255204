// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names that there are in a database, and up to when it is complete. All methods block.
 *
 * <p>Thread-safety: none.
 */
public final class StoredOverview {
    private final Queries queries;

    StoredOverview(Queries queries) {
        this.queries = queries;
    }

    /** Returns the name and the version of the database. */
    public String product() {
        return queries.product();
    }

    /** Returns the different applications of groups, in their order, {@code limit} at most. */
    public List<String> apps(int limit) {
        return names("app", limit);
    }

    /** Returns the different environments of groups, in their order, {@code limit} at most. */
    public List<String> environments(int limit) {
        return names("environment", limit);
    }

    private List<String> names(String column, int limit) {
        return queries.all(
                "SELECT DISTINCT g." + column + " FROM " + queries.database().quoted("groups") + " g ORDER BY 1 LIMIT "
                        + limit,
                List.of(),
                row -> EventRows.text(row, column));
    }

    /** Returns the different levels of groups, the most severe first, {@code limit} at most. */
    public List<Level> levels(int limit) {
        return queries.all(
                "SELECT g.level, max(g.severity) AS severity FROM "
                        + queries.database().quoted("groups")
                        + " g GROUP BY g.level ORDER BY 2 DESC, 1 LIMIT " + limit,
                List.of(),
                row -> new Level(EventRows.text(row, "level"), row.getInt("severity")));
    }

    /** Returns up to when the streams are complete, by their names, of the Redis that is furthest behind. */
    public Map<String, Instant> completeUpTo() {
        Map<String, Instant> complete = new TreeMap<>();
        queries.each(
                "SELECT stream, min(up_to) AS up_to FROM complete_up_to GROUP BY stream",
                List.of(),
                row -> complete.put(
                        EventRows.text(row, "stream"), queries.database().time(row, "up_to")));
        return complete;
    }
}
