// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of events on a way back, found by the indexes that have their times.
 *
 * @param ofGroups the condition that a row is of the group {@code g}; null for the rows of all groups
 */
record RowsBack(Queries queries, @Nullable Condition ofGroups) implements StepsBack.Rows {
    /** The most groups that a step is measured by. */
    private static final int MOST_GROUPS = 200;

    /** Returns all rows. */
    static RowsBack ofAll(Queries queries) {
        return new RowsBack(queries, null);
    }

    /** Returns the rows of some groups. A step has about as many rows of the one that has the most in it. */
    static RowsBack of(List<Long> groups, Queries queries) {
        return new RowsBack(
                queries,
                GroupSums.among("g.id", groups.subList(Math.max(0, groups.size() - MOST_GROUPS), groups.size())));
    }

    @Override
    public @Nullable Instant back(TimeRange range, long rows) {
        String time = queries.timeParameter();
        List<Object> parameters = new ArrayList<>(
                List.of(Objects.requireNonNull(range.since()), Objects.requireNonNull(range.until()), rows - 1));
        String of = ofGroups == null ? "" : "r.groups_id = g.id AND ";
        String sql = "SELECT r.window_start FROM event_rows r WHERE " + of + "r.window_start >= " + time
                + " AND r.window_start < " + time + " ORDER BY r.window_start DESC LIMIT 1 OFFSET ?";
        if (ofGroups != null) {
            sql = "SELECT max((" + sql + ")) AS window_start FROM "
                    + queries.database().quoted("groups") + " g WHERE " + ofGroups.sql();
            parameters.addAll(ofGroups.parameters());
        }
        List<Instant> found = new ArrayList<>();
        queries.each(sql, parameters, row -> {
            if (row.getString("window_start") != null) {
                found.add(queries.database().time(row, "window_start"));
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }
}
