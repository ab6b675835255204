// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.CappedSum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The families that are shown together: their releases and sums, each read for all of them at once. The numbers of families are
 * those of their places in the list.
 *
 * <p>Thread-safety: none.
 */
final class ShownFamilies {
    /** The most groups of a family whose rows and releases are looked at; the latest ones. */
    private static final int MOST_GROUPS = 1_000;

    private static final Comparator<Release> LATEST_FIRST =
            Comparator.comparing(Release::first).reversed().thenComparing(Release::name);

    private final Queries queries;
    private final ChangeQuery query;
    private final List<StoredFamily> families;
    private final boolean areGone;
    private final String time;

    ShownFamilies(Queries queries, ChangeQuery query, List<StoredFamily> families, boolean areGone) {
        this.queries = queries;
        this.query = query;
        this.families = families;
        this.areGone = areGone;
        time = queries.timeParameter();
    }

    /** A release in which a family was seen; the name may be empty. */
    record Release(String name, Instant first, Instant last) {
        private Release plus(Release other) {
            return new Release(
                    name,
                    other.first.isBefore(first) ? other.first : first,
                    other.last.isAfter(last) ? other.last : last);
        }
    }

    /** A query for sums, or the like, {@code c}. */
    private record Select(String columnsAndTable, Condition where, String end) {
        private Condition among(List<Long> groups) {
            Condition all = Condition.all(List.of(GroupSums.among("c.groups_id", groups), where));
            return new Condition("SELECT " + columnsAndTable + " c WHERE " + all.sql() + end, all.parameters());
        }
    }

    private interface FamilyReader {
        void read(int family, ResultSet row) throws SQLException;
    }

    /** Returns the last groups of a family, those whose rows and releases are looked at. */
    List<Long> lastGroups(int family) {
        List<Long> groups = families.get(family).groups();
        return groups.subList(Math.max(0, groups.size() - MOST_GROUPS), groups.size());
    }

    /** Returns the releases of each family, the latest first. */
    List<List<Release>> releases() {
        List<Map<String, Release>> all = new ArrayList<>();
        families.forEach(each -> all.add(new HashMap<>()));
        each(
                lastGroups(),
                new Select(
                        "c.groups_id, c.release AS release_name, c.first_seen, c.last_seen FROM group_releases",
                        Condition.all(List.of()),
                        ""),
                (family, row) -> {
                    Release release = new Release(
                            EventRows.text(row, "release_name"),
                            queries.database().time(row, "first_seen"),
                            queries.database().time(row, "last_seen"));
                    all.get(family).merge(release.name, release, Release::plus);
                });
        return all.stream()
                .map(each -> each.values().stream().sorted(LATEST_FIRST).toList())
                .toList();
    }

    /** Returns the last time of each family exactly: that of the releases is written once a minute. */
    List<Instant> lastSeen(List<List<Release>> releases) {
        List<Instant> last = new ArrayList<>();
        releases.forEach(ofFamily -> last.add(
                ofFamily.stream().map(Release::last).max(Instant::compareTo).orElse(query.from())));
        Instant from = last.stream().min(Instant::compareTo).orElse(query.from());
        Condition hours = new Condition("c.hour >= " + time, List.of(from.truncatedTo(ChronoUnit.HOURS)));
        each(
                lastGroups(),
                new Select(
                        "c.groups_id, max(c.last_seen) AS last_seen FROM group_hours", hours, " GROUP BY c.groups_id"),
                (family, row) -> {
                    Instant exact = queries.database().time(row, "last_seen");
                    if (exact.isAfter(last.get(family))) {
                        last.set(family, exact);
                    }
                });
        return last;
    }

    /** Returns the repeats of each family in the period; of those that are gone, those of as long a time before it. */
    long[] repeats() {
        Duration length = Duration.between(query.from(), query.to());
        String release = areGone ? null : query.releaseName();
        List<CountRange> ranges = areGone
                ? CountRange.of(query.from().minus(length), query.from())
                : CountRange.of(query.from(), query.to(), release);
        long[] sums = new long[families.size()];
        for (CountRange range : ranges) {
            Condition where = Condition.all(List.of(range.condition(time), Condition.is("c.release", release)));
            each(
                    families.stream().map(StoredFamily::groups).toList(),
                    new Select("c.groups_id, c.repeats FROM " + range.table(), where, ""),
                    (family, row) -> sums[family] = CappedSum.of(sums[family], row.getLong("repeats")));
        }
        return sums;
    }

    private List<List<Long>> lastGroups() {
        return IntStream.range(0, families.size()).mapToObj(this::lastGroups).toList();
    }

    /** Hands each row of a query to a reader, with the family that the row's group is of. */
    private void each(List<List<Long>> groupsOfFamilies, Select select, FamilyReader reader) {
        Map<Long, Integer> familyByGroup = new LinkedHashMap<>();
        for (int i = 0; i < groupsOfFamilies.size(); i++) {
            int family = i;
            groupsOfFamilies.get(i).forEach(group -> familyByGroup.put(group, family));
        }
        for (List<Long> some : Parts.of(List.copyOf(familyByGroup.keySet()))) {
            Condition query = select.among(some);
            queries.each(query.sql(), query.parameters(), row -> {
                Integer family = familyByGroup.get(row.getLong("groups_id"));
                if (family != null) {
                    reader.read(family, row);
                }
            });
        }
    }
}
