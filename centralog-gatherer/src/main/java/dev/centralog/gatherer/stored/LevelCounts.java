// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.ReleaseNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The repeats of events by level and time.
 *
 * <p>Thread-safety: none.
 */
public final class LevelCounts {
    /** The most rows that are counted; where there are more, their number is not said. */
    private static final int MOST_ROWS = 100_000;

    private final Queries queries;
    private final String time;

    LevelCounts(Queries queries) {
        this.queries = queries;
        time = queries.timeParameter();
    }

    /** The only names that are counted; an empty list is for all. */
    public record Only(List<String> apps, List<String> environments, List<String> releases) {
        public Only {
            apps = List.copyOf(apps);
            environments = List.copyOf(environments);
            releases = List.copyOf(releases);
        }

        private Condition condition() {
            return Condition.all(List.of(
                    GroupSums.among("c.app", apps),
                    GroupSums.among("c.environment", environments),
                    GroupSums.among(
                            "c.release",
                            releases.stream().map(ReleaseNames::stored).toList())));
        }
    }

    /** Returns the repeats by level and slice: of whole hours the sums by hour, of the rest those by minute. */
    public Map<String, List<Long>> read(Slices slices, Only only) {
        Condition filter = only.condition();
        List<String> parts = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        for (int i = 0; i < slices.count(); i++) {
            for (CountRange each : CountRange.of(later(slices.start(i), slices.since()), end(slices, i))) {
                CountRange range = each.byLevel();
                Condition all = Condition.all(List.of(range.condition(time), filter));
                parts.add("SELECT " + i + " AS slice, c.level AS level, " + Sums.COLUMNS + " FROM " + range.table()
                        + " c WHERE " + all.sql() + " GROUP BY c.level");
                parameters.addAll(all.parameters());
            }
        }
        Map<String, long[]> counts = new LinkedHashMap<>();
        queries.each(String.join(" UNION ALL ", parts), parameters, row -> {
            long[] ofLevel = counts.computeIfAbsent(EventRows.text(row, "level"), level -> new long[slices.count()]);
            int slice = row.getInt("slice");
            ofLevel[slice] = CappedSum.of(ofLevel[slice], Sums.read(row));
        });
        Map<String, List<Long>> boxed = new LinkedHashMap<>();
        counts.forEach(
                (level, each) -> boxed.put(level, Arrays.stream(each).boxed().toList()));
        return boxed;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant end(Slices slices, int slice) {
        Instant end = slices.start(slice).plus(slices.width());
        return end.isBefore(slices.until()) ? end : slices.until();
    }

    /** Returns the number of rows of events in a range; null if they are too many to be counted. */
    public @Nullable Long rows(TimeRange range) {
        Condition condition = Condition.all(new EventConditions(queries.database()).ofTime(range, "window_start"));
        long rows = queries.all(
                        "SELECT count(*) FROM (SELECT window_start FROM event_rows WHERE " + condition.sql() + " LIMIT "
                                + (MOST_ROWS + 1) + ") counted",
                        condition.parameters(),
                        row -> row.getLong(1))
                .get(0);
        return rows > MOST_ROWS ? null : rows;
    }
}
