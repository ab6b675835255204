// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.change.Baseline;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sums of families' repeats in periods. Sums of groups are read by the key of their tables, and added up here. */
record FamilyCounts(Queries queries, ChangeQuery query, SelectedFamilies families) {
    /** The group of the row before, which is that of the next one, too, where sums are read by their key; and its sums. */
    private static final class LastGroup {
        private long group = -1;
        private long @Nullable [] sums;
    }

    /** Returns the repeats in the period that is compared, by family; of a release, those of the release. */
    Map<String, Long> present(Compared compared) {
        Map<String, Long> sums = new HashMap<>();
        String release = query.releaseName();
        for (CountRange range : CountRange.of(compared.from(), compared.to(), release)) {
            for (Condition some : parts(range)) {
                Condition where = Condition.all(List.of(some, Condition.is("c.release", release)));
                queries.eachOfSums(
                        "SELECT c.groups_id, c.repeats FROM " + range.table() + " c WHERE " + where.sql(),
                        where.parameters(),
                        row -> {
                            String family = families.familyOf(row.getLong(1));
                            if (family != null) {
                                sums.merge(family, row.getLong(2), CappedSum::of);
                            }
                        });
            }
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
        PeriodNumbers periods = new PeriodNumbers(queries.database(), range, length);
        LastGroup last = new LastGroup();
        Map<Long, long[]> sumsByGroup = new HashMap<>();
        for (Condition where : parts(range)) {
            queries.eachOfSums(
                    "SELECT c.groups_id, c.repeats, "
                            + queries.database().sums().times(range.column()) + " FROM " + range.table() + " c WHERE "
                            + where.sql(),
                    where.parameters(),
                    row -> {
                        long group = row.getLong(1);
                        if (group != last.group) {
                            last.group = group;
                            last.sums = sumsByGroup.computeIfAbsent(group, id -> {
                                String family = families.familyOf(id);
                                return family == null
                                        ? null
                                        : sums.computeIfAbsent(
                                                family,
                                                key -> new long
                                                        [baseline.starts().size()]);
                            });
                        }
                        long[] ofGroup = last.sums;
                        if (ofGroup != null) {
                            int period = periods.of(row, 3);
                            ofGroup[period] = CappedSum.of(ofGroup[period], row.getLong(2));
                        }
                    });
        }
        return sums;
    }

    /** Returns the conditions on sums {@code c} of the query's groups, each of some of them. */
    private List<Condition> parts(CountRange range) {
        int most = queries.database().sums().mostGroups();
        if (most == 0) {
            return List.of(where(range));
        }
        return Parts.of(families.groups().stream().sorted().toList(), most).stream()
                .map(some -> Condition.all(
                        List.of(GroupSums.among("c.groups_id", some), range.condition(queries.timeParameter()))))
                .toList();
    }

    /**
     * Returns the condition on sums {@code c} of the query's groups. It is met by the key of the table, group by group, or of all
     * groups by the time, if that is faster; sums of groups without a family are not used then.
     */
    private Condition where(CountRange range) {
        Database database = queries.database();
        Condition time = range.condition(queries.timeParameter());
        if (query.filter().isOfAll() && database.sums().findsAllByTime()) {
            return time;
        }
        Condition filter = query.filter().condition();
        String groups = "SELECT g.id FROM " + database.quoted("groups") + " g WHERE " + filter.sql();
        String among = query.filter().app() == null
                ? "c.groups_id IN (" + groups + ")"
                : database.sums().oneOf("c.groups_id", groups);
        return Condition.all(List.of(new Condition(among, filter.parameters()), time));
    }
}
