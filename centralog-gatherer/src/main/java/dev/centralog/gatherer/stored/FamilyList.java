// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.GroupSums.Length;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import dev.centralog.gatherer.triage.FamilyTriage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reading of the families that have occurred in a range, in few queries, however many groups they have. A group that has no
 * family yet stands for itself.
 *
 * <p>Thread-safety: none.
 */
final class FamilyList {
    /** The family of {@code groups g}, or the group's own id; the two have different lengths. */
    private static final String KEY = "coalesce(g.family_id, g.group_id)";

    /** The groups of a family whose last rows are read for their hosts. */
    private static final int GROUPS_FOR_HOSTS = 2;

    /** The time before the last row of a group in which rows are read for their hosts. */
    private static final Duration HOSTS_OF = Duration.ofMinutes(2);

    /** The length from which on a range is read group by group: less than that, the index of times finds few sums. */
    private static final Duration LONG = Duration.ofDays(2);

    private final Database database;
    private final Queries queries;
    private final StoredGroups groups;
    private final Slices slices;
    private final EventQuery query;
    private final StoredTriage triage;
    private final Condition ofStates;

    FamilyList(Queries queries, EventQuery query, Slices slices) {
        this.queries = queries;
        this.query = query;
        this.slices = slices;
        database = queries.database();
        groups = new StoredGroups(queries, null);
        triage = groups.triage();
        ofStates = ofStates();
    }

    private record Total(long groups, Instant firstSeen) {}

    /** A group that was seen last of its family. */
    private record Last(String key, long id, Instant seen) {}

    /** Returns the first families of an order, {@code limit} at most. */
    List<ListedFamily> read(Order order, int limit) {
        Map<String, Total> totals = totals(order, limit);
        if (totals.isEmpty()) {
            return List.of();
        }
        Condition listed = listed(totals.keySet());
        Map<String, long[]> bySlice = bySlice(listed);
        List<Last> last = last(listed);
        Map<Long, GroupInfo> infos = new HashMap<>();
        Parts.of(last.stream().map(Last::id).toList())
                .forEach(some -> groups.groups(some).forEach(each -> infos.put(each.id(), each)));
        Map<String, Set<String>> hosts = hosts(last);
        Map<String, List<String>> releases = releases(listed);
        Map<String, FamilyInfo> families = families(totals.keySet());
        Map<String, FamilyTriage> decided = triage.of(families.keySet());
        List<ListedFamily> all = new ArrayList<>();
        totals.forEach((key, total) -> {
            List<GroupInfo> ofKey = last.stream()
                    .filter(each -> each.key.equals(key) && infos.containsKey(each.id))
                    .map(each -> infos.get(each.id))
                    .toList();
            if (!ofKey.isEmpty()) {
                long[] counts = bySlice.getOrDefault(key, new long[slices.count()]);
                all.add(new ListedFamily(
                        families.get(key),
                        ofKey.get(0),
                        total.groups,
                        Arrays.stream(counts).reduce(0, CappedSum::of),
                        boxed(counts),
                        total.firstSeen,
                        Collections.max(ofKey.stream().map(GroupInfo::lastSeen).toList()),
                        List.copyOf(hosts.getOrDefault(key, Set.of())),
                        releases.getOrDefault(key, List.of()),
                        decided.get(key)));
            }
        });
        if (order == Order.LAST) {
            // Sums are of whole minutes or hours.
            all.sort(Comparator.comparing(ListedFamily::lastSeen).reversed());
            all.sort(Comparator.comparing(ListedFamily::isMuted));
        }
        return all;
    }

    private static List<Long> boxed(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }

    private GroupSums sums() {
        return query.value(Kind.RELEASE)
                .map(release -> GroupSums.ofRelease(database, release))
                .orElseGet(() -> new GroupSums(database, null));
    }

    private boolean isLong() {
        return Duration.between(slices.since(), slices.until()).compareTo(LONG) >= 0;
    }

    private Condition ofStates() {
        return Condition.all(query.filters().stream()
                .filter(each -> each.kind() == Kind.STATE)
                .map(each -> {
                    Condition states = triage.hasState("g.family_id", each.values());
                    return each.isExcluding() ? Condition.not(states) : states;
                })
                .toList());
    }

    private Condition ofGroups() {
        EventQuery ofGroups = new EventQuery(
                query.filters().stream()
                        .filter(each -> each.kind() != Kind.RELEASE)
                        .toList(),
                query.range());
        return Condition.all(List.of(new EventConditions(database).ofGroups(ofGroups, true), ofStates));
    }

    private String groupsTable() {
        return database.quoted("groups") + " g";
    }

    /** Returns the first families of an order. */
    private Map<String, Total> totals(Order order, int limit) {
        Condition ofGroups = ofGroups();
        boolean isByTime =
                !isLong() || (query.filters().isEmpty() && database.sums().findsAllByTime());
        Condition amounts = sums().amounts(slices, Length.of(order), amount(order), isByTime ? null : ofGroups);
        String ordered =
                switch (order) {
                    case TOTAL, TREND -> "sum(sums.amount)";
                    case LAST -> "max(sums.amount)";
                    case FIRST -> "min(g.first_seen)";
                };
        List<Object> parameters = new ArrayList<>(amounts.parameters());
        parameters.addAll(ofGroups.parameters());
        Condition muted = triage.isMuted("g.family_id");
        parameters.addAll(muted.parameters());
        parameters.add((long) limit);
        Map<String, Total> totals = new LinkedHashMap<>();
        queries.each(
                "SELECT " + KEY
                        + " AS family, count(DISTINCT g.id) AS group_count, min(g.first_seen) AS first_seen FROM "
                        + amounts.sql() + " JOIN " + groupsTable() + " ON g.id = sums.groups_id WHERE " + ofGroups.sql()
                        + " GROUP BY " + KEY + " ORDER BY max(CASE WHEN " + muted.sql() + " THEN 1 ELSE 0 END), "
                        + ordered + " DESC, 1 LIMIT ?",
                parameters,
                row -> totals.put(
                        EventRows.text(row, "family"),
                        new Total(row.getLong("group_count"), database.time(row, "first_seen"))));
        return totals;
    }

    /** Returns what an order is made of. */
    private GroupSums.Amount amount(Order order) {
        return switch (order) {
            case TOTAL -> time -> new Condition(database.sums().total("c.repeats"), List.of());
            case LAST -> time -> new Condition("max(" + time + ")", List.of());
            case FIRST -> time -> new Condition("1", List.of());
            case TREND -> {
                String second = database.parameter(ColumnType.TIME);
                Instant middle = slices.start(slices.count() / 2);
                yield time -> new Condition(
                        database.sums()
                                .total("CASE WHEN " + time + " >= " + second + " THEN c.repeats ELSE -c.repeats END"),
                        List.of(middle));
            }
        };
    }

    /** Returns the condition on {@code groups g} that a group is of some families, or is one of some. */
    private Condition listed(Collection<String> keys) {
        Condition ofGroups = ofGroups();
        List<Condition> any = List.of(
                GroupSums.among("g.family_id", List.copyOf(keys)),
                Condition.all(List.of(
                        new Condition("g.family_id IS NULL", List.of()),
                        GroupSums.among("g.group_id", List.copyOf(keys)))));
        return Condition.all(List.of(Condition.any(any), ofGroups));
    }

    private Map<String, long[]> bySlice(Condition listed) {
        Condition sums = sums().byGroup(slices, Length.SLICE, listed, KEY + " AS family");
        Map<String, long[]> counts = new HashMap<>();
        queries.each(
                "SELECT family, time, " + Sums.COLUMNS + " FROM " + sums.sql() + " GROUP BY family, time",
                sums.parameters(),
                row -> {
                    long[] ofFamily =
                            counts.computeIfAbsent(EventRows.text(row, "family"), key -> new long[slices.count()]);
                    int slice = Math.max(0, slices.index(database.time(row, "time")));
                    ofFamily[slice] = CappedSum.of(ofFamily[slice], Sums.read(row));
                });
        return counts;
    }

    /** Returns the groups of each family that were seen last. */
    private List<Last> last(Condition listed) {
        return queries.all(
                "SELECT family, id, last_seen FROM (SELECT " + KEY + " AS family, g.id, g.last_seen, row_number() OVER"
                        + " (PARTITION BY " + KEY + " ORDER BY g.last_seen DESC, g.id DESC) AS place FROM "
                        + groupsTable() + " WHERE " + listed.sql() + ") placed WHERE place <= " + GROUPS_FOR_HOSTS
                        + " ORDER BY family, place",
                listed.parameters(),
                row -> new Last(EventRows.text(row, "family"), row.getLong("id"), database.time(row, "last_seen")));
    }

    private Map<String, Set<String>> hosts(List<Last> last) {
        String time = database.parameter(ColumnType.TIME);
        Map<Long, String> keys = new HashMap<>();
        List<Condition> any = new ArrayList<>();
        for (Last each : last) {
            Instant seen = each.seen.isBefore(slices.until()) ? each.seen : slices.until();
            keys.put(each.id, each.key);
            any.add(new Condition(
                    "(e.groups_id = ? AND e.window_start >= " + time + " AND e.window_start < " + time + ")",
                    List.of(each.id, seen.minus(HOSTS_OF), seen.plus(HOSTS_OF))));
        }
        Map<String, Set<String>> hosts = new HashMap<>();
        for (List<Condition> some : Parts.of(any)) {
            Condition rows = Condition.any(some);
            queries.each(
                    "SELECT DISTINCT e.groups_id, coalesce(e.host, p.host) AS host FROM event_rows e LEFT JOIN processes"
                            + " p ON p.number = e.processes_id WHERE " + rows.sql(),
                    rows.parameters(),
                    row -> {
                        String host = EventRows.text(row, "host");
                        if (!host.isEmpty()) {
                            hosts.computeIfAbsent(
                                            keys.getOrDefault(row.getLong("groups_id"), ""), key -> new TreeSet<>())
                                    .add(host);
                        }
                    });
        }
        return hosts;
    }

    private Map<String, List<String>> releases(Condition listed) {
        String time = database.parameter(ColumnType.TIME);
        List<Object> parameters = new ArrayList<>(listed.parameters());
        // The last time is written once a minute.
        parameters.add(slices.since().minus(1, ChronoUnit.MINUTES));
        parameters.add(slices.until());
        Map<String, List<String>> releases = new HashMap<>();
        queries.each(
                "SELECT " + KEY
                        + " AS family, r.release AS release_name, min(r.first_seen) AS began FROM group_releases r"
                        + " JOIN " + groupsTable() + " ON g.id = r.groups_id WHERE " + listed.sql()
                        + " AND r.release <> '' AND r.last_seen >= " + time + " AND r.first_seen < " + time
                        + " GROUP BY " + KEY + ", r.release ORDER BY 3 DESC, 2",
                parameters,
                row -> releases.computeIfAbsent(EventRows.text(row, "family"), key -> new ArrayList<>())
                        .add(EventRows.text(row, "release_name")));
        return releases;
    }

    private Map<String, FamilyInfo> families(Collection<String> keys) {
        Condition among = GroupSums.among("family_id", List.copyOf(keys));
        Map<String, FamilyInfo> families = new HashMap<>();
        queries.all("SELECT * FROM families WHERE " + among.sql(), among.parameters(), StoredFamilies::family)
                .forEach(each -> families.put(each.id(), each));
        return families;
    }
}
