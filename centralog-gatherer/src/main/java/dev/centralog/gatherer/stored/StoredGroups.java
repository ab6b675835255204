// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.StorableText;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.GroupSums.Length;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stored groups of a database, and how often they have occurred. All methods block, and throw {@link SinkException} if the
 * database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredGroups implements AutoCloseable {
    /** The most groups that {@link #find} returns. */
    public static final int MOST_FOUND = 20;

    private static final int MOST_GROUPS = 1_000;

    /** The orders of groups. */
    public enum Order {
        /** The highest number of repeats first. */
        TOTAL("sum(repeats * 1.0)"),
        /** The latest last occurrence first. */
        LAST("max(time)"),
        /** The latest first occurrence first: what is new. */
        FIRST("first_seen"),
        /** The largest growth first: how many more repeats the second half of the range has than the first one. */
        TREND("sum(CASE WHEN time >= %s THEN repeats ELSE -repeats END * 1.0)");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    /**
     * The time at which a group {@code g} was seen last, exactly: it is in the hour of the time that the group has, or later. That hour is found
     * from the end, as it is one of the last.
     */
    private static final String LAST_EXACT =
            "(SELECT max(h.last_seen) FROM group_hours h WHERE h.groups_id = g.id AND h.hour >="
                    + " coalesce((SELECT l.hour FROM group_hours l WHERE l.groups_id = g.id AND l.hour <= g.last_seen"
                    + " ORDER BY l.hour DESC LIMIT 1), g.last_seen))";

    private final Database database;
    private final Queries queries;
    private final EventConditions conditions;
    private final @Nullable Duration longest;

    StoredGroups(Queries queries, @Nullable Duration longest) {
        this.queries = queries;
        this.longest = longest;
        database = queries.database();
        conditions = new EventConditions(database);
    }

    /** Connects to the database. */
    public static StoredGroups open(SinkTarget target) {
        return new StoredGroups(Queries.open(Database.of(target)), null);
    }

    /** Returns the stored events, which are read over the same connection. */
    public StoredEvents events() {
        return new StoredEvents(queries);
    }

    /** Returns the stored families, which are read over the same connection. */
    public StoredFamilies families() {
        return new StoredFamilies(queries);
    }

    /** Returns the decisions on families, which are read over the same connection. */
    public StoredTriage triage() {
        return new StoredTriage(queries);
    }

    /** Returns the groups of a family, the one that was seen first first; of a place, those of all its texts. */
    public List<GroupInfo> of(FamilyInfo family) {
        Condition condition = StoredFamilies.countsFor("family_id", family.id());
        List<Long> ids = queries.all(
                "SELECT id FROM " + database.quoted("groups") + " WHERE " + condition.sql()
                        + " ORDER BY first_seen, id",
                condition.parameters(),
                row -> row.getLong("id"));
        List<GroupInfo> all = new ArrayList<>();
        Parts.of(ids).forEach(some -> all.addAll(groups(some)));
        return all;
    }

    /** Returns what is stored of some groups together, which is read over the same connection. */
    public StoredGroup of(List<GroupInfo> groups) {
        return new StoredGroup(queries, groups, longest);
    }

    /**
     * Returns the groups that have occurred in a range, {@code limit} at most, in an order.
     *
     * @param query the filters, of which a group's first event decides; with a host, only what that has counted is counted. Its
     *     range is not looked at
     * @return the groups; without their hosts if the time to read rows is bounded
     */
    public List<GroupCounts> most(EventQuery query, Slices slices, Order order, int limit) {
        String host = StorableText.of(query.value(Kind.HOST).orElse(null));
        GroupSums sums = new GroupSums(database, host);
        boolean areFew = host == null
                && query.filters().stream()
                        .anyMatch(each ->
                                (each.kind() == Kind.FAMILY || each.kind() == Kind.GROUP) && !each.isExcluding());
        Condition ofOrder = areFew
                ? sums.byGroup(slices, Length.of(order), conditions.ofGroups(query, true), "g.id AS sums_of")
                : sums.of(slices, Length.of(order), List.of());
        Map<Long, Long> totals = totals(new Ordered(ofOrder, order, limit), query, slices);
        List<GroupCounts> most = new ArrayList<>();
        List<Long> ids = List.copyOf(totals.keySet());
        for (List<Long> some : Parts.of(ids)) {
            Map<Long, List<Long>> bySlice = bySlice(sums.of(slices, Length.SLICE, some), slices);
            List<GroupInfo> groups = groups(some);
            Map<String, List<String>> hosts =
                    host == null && longest == null ? hosts(groups, slices.range()) : Map.of();
            for (GroupInfo group : groups) {
                most.add(new GroupCounts(
                        group,
                        totals.getOrDefault(group.id(), 0L),
                        bySlice.getOrDefault(group.id(), Collections.nCopies(slices.count(), 0L)),
                        host == null ? hosts.getOrDefault(group.groupId(), List.of()) : List.of(host)));
            }
        }
        if (order == Order.LAST) {
            // Sums are of whole minutes or hours.
            most.sort(Comparator.comparing((GroupCounts each) -> each.group().lastSeen())
                    .reversed());
        }
        return most;
    }

    /**
     * Returns the families that have occurred in a range, {@code limit} at most, in an order; a group that has none yet stands for
     * itself.
     *
     * @param query the filters, of which a group's first event decides; of one release, the slices must be of whole hours. Its
     *     range is not looked at, nor are filters of what rows alone know
     */
    public List<ListedFamily> mostFamilies(EventQuery query, Slices slices, Order order, int limit) {
        return new FamilyList(queries, query, slices).read(order, limit);
    }

    /**
     * Returns the repeats of families by slice, in their order; of one with more than {@value #MOST_GROUPS} groups, none, as that
     * would take too long.
     */
    public List<List<Long>> bySlice(List<StoredFamily> families, Slices slices) {
        List<Long> ids = families.stream()
                .map(StoredFamily::groups)
                .filter(groups -> groups.size() <= MOST_GROUPS)
                .flatMap(List::stream)
                .toList();
        Map<Long, List<Long>> byGroup = new HashMap<>();
        for (List<Long> some : Parts.of(ids)) {
            byGroup.putAll(bySlice(new GroupSums(database, null).of(slices, Length.SLICE, some), slices));
        }
        return families.stream()
                .map(each -> each.groups().size() <= MOST_GROUPS ? sum(each, byGroup, slices.count()) : List.<Long>of())
                .toList();
    }

    private static List<Long> sum(StoredFamily family, Map<Long, List<Long>> byGroup, int count) {
        long[] sums = new long[count];
        for (long group : family.groups()) {
            List<Long> ofGroup = byGroup.getOrDefault(group, List.of());
            for (int i = 0; i < ofGroup.size(); i++) {
                sums[i] = CappedSum.of(sums[i], ofGroup.get(i));
            }
        }
        return Arrays.stream(sums).boxed().toList();
    }

    /** The first groups of an order. */
    private record Ordered(Condition sums, Order order, int limit) {}

    /** Returns the repeats by the numbers of groups, in the order. */
    private Map<Long, Long> totals(Ordered ordered, EventQuery query, Slices slices) {
        Condition ofGroups = conditions.ofGroups(query, true);
        List<Object> parameters = new ArrayList<>(ordered.sums.parameters());
        parameters.addAll(ofGroups.parameters());
        if (ordered.order == Order.TREND) {
            parameters.add(slices.start(slices.count() / 2));
        }
        parameters.add((long) ordered.limit);
        Map<Long, Long> totals = new LinkedHashMap<>();
        queries.each(
                "SELECT groups_id, " + Sums.COLUMNS + " FROM " + ordered.sums.sql() + " JOIN "
                        + database.quoted("groups")
                        + " g ON g.id = sums.groups_id WHERE " + ofGroups.sql()
                        + " GROUP BY groups_id, first_seen ORDER BY "
                        + ordered.order.sql.formatted(database.parameter(ColumnType.TIME)) + " DESC, groups_id LIMIT ?",
                parameters,
                row -> totals.put(row.getLong("groups_id"), Sums.read(row)));
        return totals;
    }

    private Map<Long, List<Long>> bySlice(Condition sums, Slices slices) {
        Map<Long, long[]> counts = new HashMap<>();
        queries.each("SELECT groups_id, time, repeats FROM " + sums.sql(), sums.parameters(), row -> {
            long[] ofGroup = counts.computeIfAbsent(row.getLong("groups_id"), id -> new long[slices.count()]);
            int slice = slices.index(database.time(row, "time"));
            ofGroup[slice] = CappedSum.of(ofGroup[slice], row.getLong("repeats"));
        });
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> Arrays.stream(each.getValue()).boxed().toList()));
    }

    /** Returns the hosts by the ids of groups. */
    private Map<String, List<String>> hosts(Collection<GroupInfo> groups, TimeRange range) {
        List<Condition> all = new ArrayList<>(conditions.ofTime(range, "window_start"));
        all.add(GroupSums.among(
                "group_id", groups.stream().map(GroupInfo::groupId).toList()));
        Condition condition = Condition.all(all);
        Map<String, List<String>> hosts = new HashMap<>();
        queries.each(
                "SELECT DISTINCT group_id, host FROM event_processes WHERE " + condition.sql()
                        + " AND host IS NOT NULL ORDER BY host",
                condition.parameters(),
                row -> hosts.computeIfAbsent(EventRows.text(row, "group_id"), id -> new ArrayList<>())
                        .add(EventRows.text(row, "host")));
        return hosts;
    }

    /** Returns the groups whose id begins with some characters, {@link #MOST_FOUND} at most. */
    public List<GroupInfo> find(String start) {
        Condition condition = EventConditions.idBeginsWith("group_id", start);
        return groups(queries.all(
                "SELECT id FROM " + database.quoted("groups") + " WHERE " + condition.sql()
                        + " ORDER BY group_id LIMIT " + MOST_FOUND,
                condition.parameters(),
                row -> row.getLong("id")));
    }

    /** Returns the groups with some numbers, in their order. */
    List<GroupInfo> groups(List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Condition condition = GroupSums.among("g.id", ids);
        Map<Long, GroupInfo> groups = queries
                .all(
                        "SELECT g.*, " + LAST_EXACT + " AS last_exact FROM " + database.quoted("groups") + " g WHERE "
                                + condition.sql(),
                        condition.parameters(),
                        new GroupRows(database)::read)
                .stream()
                .collect(Collectors.toMap(GroupInfo::id, each -> each));
        return ids.stream().filter(groups::containsKey).map(groups::get).toList();
    }

    /** Returns the reasons why no group has occurred, one sentence each. */
    public List<String> whyNone(EventQuery query) {
        return new Misses(queries, EventConditions.HOURS, "events").explain(conditions.filtersOfGroups(query));
    }

    @Override
    public void close() {
        queries.close();
    }
}
