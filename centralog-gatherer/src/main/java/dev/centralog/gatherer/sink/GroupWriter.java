// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A writer of the table {@code groups}, within the caller's transaction. All gatherers write the same rows, and hold locks on
 * them until they commit: so they insert in the order of the groups' ids, then lock what they change in the order of the rows'
 * numbers.
 */
final class GroupWriter {
    private static final int MOST_ROUNDS = 3;
    private static final String NOT_WHOLE = "flag NOT IN ("
            + EventRow.WHOLE.stream().sorted().map(flag -> "'" + flag + "'").collect(Collectors.joining(", ")) + ")";

    private final Connection connection;
    private final Database database;
    private final WrittenGroups written;
    private final String table;

    GroupWriter(Connection connection, Database database, WrittenGroups written) {
        this.connection = connection;
        this.database = database;
        this.written = written;
        table = database.quoted(GroupRow.INSERT.table());
    }

    /**
     * Writes groups that may exist already, each once. Of those that exist, the times are widened, and an event is filled in
     * where none is shown.
     */
    void write(Collection<GroupRow> groups) throws SQLException {
        SortedMap<String, GroupRow> left = new TreeMap<>();
        groups.forEach(each -> left.put(each.groupId(), each));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            find(left.values());
            List<GroupRow> gone = change(left);
            left.clear();
            gone.forEach(each -> left.put(each.groupId(), each)); // deleted since they were read: added again
            if (left.isEmpty()) {
                return;
            }
        }
        throw new SQLException("the group " + left.firstKey() + " is deleted again and again");
    }

    /** Returns the number of a group that was written. */
    long id(String groupId) throws SQLException {
        return state(groupId).id();
    }

    /** Fills in an event that came later, and leaves the times of a group that exists as they are. */
    void fill(GroupRow group) throws SQLException {
        List<GroupRow> one = List.of(group);
        find(one);
        WrittenGroups.Written there = state(group);
        if (!there.isWhole()) {
            lock(List.of(there.id()));
            fill(there.id(), group);
        }
    }

    private WrittenGroups.Written state(GroupRow group) throws SQLException {
        return state(group.groupId());
    }

    private WrittenGroups.Written state(String groupId) throws SQLException {
        WrittenGroups.Written state = written.get(groupId);
        if (state == null) {
            throw new SQLException(
                    "a group that is there by its key is not found by it: " + groupId,
                    RowMerger.CONSTRAINT_STATE,
                    RowMerger.CONSTRAINT_CODE);
        }
        return state;
    }

    /** Reads the groups that are not known, and adds those that do not exist. */
    private void find(Collection<GroupRow> groups) throws SQLException {
        List<GroupRow> unknown = groups.stream()
                .filter(each -> written.get(each.groupId()) == null)
                .toList();
        List<GroupRow> missing = read(unknown);
        if (missing.isEmpty()) {
            return;
        }
        boolean allAreNew = insert(missing) == missing.size();
        read(missing);
        for (GroupRow each : missing) {
            WrittenGroups.Written state = state(each);
            if (allAreNew) {
                written.put(
                        each.groupId(),
                        new WrittenGroups.Written(
                                state.id(),
                                state.isWhole(),
                                each.firstSeen().getEpochSecond(),
                                each.lastSeen().getEpochSecond()));
            }
        }
    }

    /** Notes the groups that exist; returns the others. */
    private List<GroupRow> read(List<GroupRow> groups) throws SQLException {
        for (int from = 0; from < groups.size(); from += MergeWriter.CHUNK_ROWS) {
            List<GroupRow> chunk = groups.subList(from, Math.min(groups.size(), from + MergeWriter.CHUNK_ROWS));
            String sql = "SELECT id, group_id, flag FROM " + table + " WHERE group_id IN ("
                    + String.join(", ", Collections.nCopies(chunk.size(), "?")) + ")";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < chunk.size(); i++) {
                    statement.setString(i + 1, chunk.get(i).groupId());
                }
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        boolean isWhole = EventRow.WHOLE.contains(row.getString(3));
                        written.put(
                                row.getString(2),
                                new WrittenGroups.Written(row.getLong(1), isWhole, Long.MAX_VALUE, Long.MIN_VALUE));
                    }
                }
            }
        }
        return groups.stream()
                .filter(each -> written.get(each.groupId()) == null)
                .toList();
    }

    /** Inserts groups; one that the database refuses is inserted without its event. Returns how many did not exist. */
    private long insert(List<GroupRow> groups) throws SQLException {
        long[] inserted = {0};
        try (UpsertStatement statement = new UpsertStatement(connection, database, GroupRow.INSERT);
                Savepoint savepoint = new Savepoint(connection, database)) {
            new Halving<GroupRow>(
                            savepoint,
                            chunk -> inserted[0] += statement.writeRows(chunk),
                            (group, why) -> inserted[0] += statement.writeRows(List.of(group.bare())))
                    .writeAll(groups);
        }
        return inserted[0];
    }

    /** Widens the times of groups and fills in events; returns the groups that do not exist any more. */
    private List<GroupRow> change(SortedMap<String, GroupRow> groups) throws SQLException {
        SortedMap<Long, GroupRow> changes = new TreeMap<>();
        for (GroupRow group : groups.values()) {
            WrittenGroups.Written there = state(group);
            if (there.lacks(group)) {
                changes.put(there.id(), group);
            }
        }
        Set<Long> present = lock(changes.keySet());
        List<GroupRow> gone = new ArrayList<>();
        for (GroupRow group : List.copyOf(changes.values())) {
            WrittenGroups.Written there = state(group);
            if (!present.contains(there.id())) {
                written.remove(group.groupId());
                changes.remove(there.id());
                gone.add(group);
            } else if (group.isWhole() && !there.isWhole()) {
                fill(there.id(), group);
            }
        }
        widen("first_seen", ">", changes, GroupRow::firstSeen);
        widen("last_seen", "<", changes, GroupRow::lastSeen);
        for (GroupRow group : changes.values()) {
            written.put(group.groupId(), state(group).with(group));
        }
        return gone;
    }

    /** Locks rows in the order of their numbers; returns the numbers of those that exist. */
    private Set<Long> lock(Collection<Long> ids) throws SQLException {
        Set<Long> present = new HashSet<>();
        for (String some : lists(ids)) {
            String sql = "SELECT id FROM " + table + " WHERE id IN (" + some + ") ORDER BY id" + database.locking();
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    present.add(row.getLong(1));
                }
            }
        }
        return present;
    }

    private void widen(String column, String worse, SortedMap<Long, GroupRow> groups, Function<GroupRow, Instant> value)
            throws SQLException {
        SortedMap<Instant, List<Long>> byTime = new TreeMap<>();
        groups.forEach((id, group) -> byTime.computeIfAbsent(value.apply(group), time -> new ArrayList<>())
                .add(id));
        String time = database.parameter(ColumnType.TIME);
        for (Instant each : byTime.keySet()) {
            for (String some : lists(byTime.getOrDefault(each, List.of()))) {
                String sql = "UPDATE " + table + " SET " + column + " = " + time + " WHERE id IN (" + some + ") AND "
                        + column + " " + worse + " " + time;
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    Parameters parameters = new Parameters(database, statement);
                    parameters.add(ColumnType.TIME, each);
                    parameters.add(ColumnType.TIME, each);
                    statement.executeUpdate();
                }
            }
        }
    }

    /** Returns numbers as lists for conditions, each of a chunk. */
    private static List<String> lists(Collection<Long> ids) {
        List<String> lists = new ArrayList<>();
        List<Long> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += MergeWriter.CHUNK_ROWS) {
            lists.add(all.subList(from, Math.min(all.size(), from + MergeWriter.CHUNK_ROWS)).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ")));
        }
        return lists;
    }

    /** Fills in an event. If the database refuses it, the row stays without one. */
    private void fill(long id, GroupRow group) throws SQLException {
        String sql = "UPDATE " + table + " SET "
                + GroupRow.CONTENT.stream()
                        .map(each -> each.column().name() + " = "
                                + database.parameter(each.column().type()))
                        .collect(Collectors.joining(", "))
                + " WHERE id = ? AND " + NOT_WHOLE;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                Savepoint savepoint = new Savepoint(connection, database)) {
            Parameters parameters = new Parameters(database, statement);
            for (int i = 0; i < GroupRow.CONTENT.size(); i++) {
                parameters.add(
                        GroupRow.CONTENT.get(i).column().type(), group.content().get(i));
            }
            parameters.add(ColumnType.NUMBER, id);
            SQLException refusal = savepoint.refusal(statement::executeUpdate);
            if (refusal != null) {
                database.warn("did not take the event of the group " + group.groupId()
                        + " into the table groups, and the row stays without one; counts of events do not need it: "
                        + database.hideIn(String.valueOf(refusal.getMessage())));
            }
        }
    }
}
