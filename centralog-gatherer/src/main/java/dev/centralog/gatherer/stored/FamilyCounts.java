// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.change.Baseline;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.sink.CappedSum;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sums of families' repeats in periods. Sums of groups are read by the key of their tables, and added up here. */
record FamilyCounts(Queries queries, ChangeQuery query, SelectedFamilies families) {
    /** Returns the repeats in the period that is compared, by family; of a release, those of the release. */
    Map<String, Long> present(Compared compared) {
        Map<String, Long> sums = new HashMap<>();
        String release = query.releaseName();
        for (CountRange range : CountRange.of(compared.from(), compared.to(), release)) {
            Condition where = Condition.all(List.of(where(range), ChangeDetails.ofRelease(release)));
            queries.each(
                    "SELECT c.groups_id, c.repeats FROM " + range.table() + " c WHERE " + where.sql(),
                    where.parameters(),
                    row -> {
                        String family = families.familyOf(row.getLong(1));
                        if (family != null) {
                            sums.merge(family, row.getLong(2), CappedSum::of);
                        }
                    });
        }
        return sums;
    }

    /** Returns the repeats in each of the baseline's periods, by family; a family without any is missing. */
    Map<String, long[]> before(Baseline baseline) {
        Map<String, long[]> sums = new HashMap<>();
        if (baseline.starts().isEmpty()) {
            return sums;
        }
        Instant from = baseline.starts().get(0);
        Duration length = baseline.length();
        CountRange range = Baseline.isByHours(length)
                ? CountRange.hours(from, baseline.end())
                : CountRange.minutes(from, baseline.end());
        Condition where = where(range);
        Map<String, Integer> periodByTime = new HashMap<>();
        queries.each(
                "SELECT c.groups_id, c.repeats, c." + range.column() + " FROM " + range.table() + " c WHERE "
                        + where.sql(),
                where.parameters(),
                row -> {
                    String family = families.familyOf(row.getLong(1));
                    if (family != null) {
                        String text = row.getString(3);
                        Integer period = periodByTime.get(text);
                        if (period == null) {
                            Instant time = queries.database().time(row, range.column());
                            period = (int) Duration.between(from, time).dividedBy(length);
                            periodByTime.put(text, period);
                        }
                        long[] counts = sums.computeIfAbsent(
                                family, key -> new long[baseline.starts().size()]);
                        counts[period] = CappedSum.of(counts[period], row.getLong(2));
                    }
                });
        return sums;
    }

    /** Returns the condition on sums {@code c} of the query's groups; it is met by the key of the table, group by group. */
    private Condition where(CountRange range) {
        Condition time = range.condition(queries.timeParameter());
        Condition filter = query.filter().condition();
        List<Object> parameters = new ArrayList<>(filter.parameters());
        parameters.addAll(time.parameters());
        return new Condition(
                "c.groups_id IN (SELECT g.id FROM " + queries.database().quoted("groups") + " g WHERE " + filter.sql()
                        + ") AND " + time.sql(),
                parameters);
    }
}
