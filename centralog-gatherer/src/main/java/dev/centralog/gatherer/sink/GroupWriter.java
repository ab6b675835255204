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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A writer of the table {@code groups}, within the caller's transaction. All gatherers write the same rows, and hold locks on
 * them until they commit: so they insert in the order of the groups' ids, then lock what they change in the order of the rows'
 * numbers.
 */
final class GroupWriter {
    private static final int MOST_ROUNDS = 3;
    private final Connection connection;
    private final Database database;
    private final WrittenGroups written;
    private final String table;
    private final Map<String, String> refusals = new HashMap<>();

    GroupWriter(Connection connection, Database database, WrittenGroups written) {
        this.connection = connection;
        this.database = database;
        this.written = written;
        table = database.quoted(GroupRow.INSERT.table());
    }

    /**
     * Writes groups that may exist already, each once. Of those that exist, the times are widened, and an event is filled in
     * where none is shown.
     *
     * @return why the database has refused the event or the id of a group, by its id; its events can't be stored
     */
    Map<String, String> write(Collection<GroupRow> groups) throws SQLException {
        refusals.clear();
        SortedMap<String, GroupRow> left = new TreeMap<>();
        groups.forEach(each -> left.put(each.groupId(), each));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            find(left.values());
            List<GroupRow> gone = change(left);
            left.clear();
            gone.forEach(each -> left.put(each.groupId(), each)); // deleted since they were read: added again
            if (left.isEmpty()) {
                return refusals;
            }
        }
        throw new SQLException("the group " + left.firstKey() + " is deleted again and again");
    }

    /**
     * Fills in an event that came later, and leaves the times of a group that exists as they are; returns its state. Throws if
     * the database refuses the event.
     */
    WrittenGroups.Written fill(GroupRow group) throws SQLException {
        find(List.of(group));
        WrittenGroups.Written there = written.state(group);
        if (!there.isWhole()) {
            lock(List.of(there.id()));
            fill(there.id(), group);
        }
        String refusal = refusals.get(group.groupId());
        if (refusal != null) {
            throw RowMerger.violation(refusal);
        }
        return written.state(group);
    }

    /** Reads the groups that are not known, and adds those that do not exist. */
    private void find(Collection<GroupRow> groups) throws SQLException {
        List<GroupRow> missing = read(unknown(groups));
        if (missing.isEmpty()) {
            return;
        }
        boolean allAreNew = insertNumbered(missing) || insert(missing) == missing.size();
        for (GroupRow each : read(unknown(missing))) {
            insertUnderPlaceholder(each, "the database takes its id for that of another group");
        }
        for (GroupRow each : allAreNew ? missing : List.<GroupRow>of()) {
            written.put(each.groupId(), written.state(each).widened(each));
        }
    }

    private List<GroupRow> unknown(Collection<GroupRow> groups) {
        return groups.stream()
                .filter(each -> written.get(each.groupId()) == null)
                .toList();
    }

    /** Notes the groups that exist; returns the others. */
    private List<GroupRow> read(List<GroupRow> groups) throws SQLException {
        List<String> ids = groups.stream().map(GroupRow::groupId).toList();
        for (int from = 0; from < ids.size(); from += MergeWriter.CHUNK_ROWS) {
            List<String> chunk = ids.subList(from, Math.min(ids.size(), from + MergeWriter.CHUNK_ROWS));
            String some = "group_id IN (" + String.join(", ", Collections.nCopies(chunk.size(), "?")) + ")";
            try (PreparedStatement statement = connection.prepareStatement(select(some))) {
                for (int i = 0; i < chunk.size(); i++) {
                    statement.setString(i + 1, chunk.get(i));
                }
                note(statement);
            }
        }
        return unknown(groups);
    }

    private String select(String where) {
        return "SELECT id, group_id, flag, "
                + GroupColumn.VARYING.stream().map(each -> each.column().name()).collect(Collectors.joining(", "))
                + " FROM " + table + " WHERE " + where;
    }

    /** Notes the groups that a query finds. */
    private void note(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Map<GroupColumn, @Nullable Object> values = new EnumMap<>(GroupColumn.class);
                for (GroupColumn column : GroupColumn.VARYING) {
                    values.put(column, row.getString(column.column().name()));
                }
                boolean isWhole = EventRow.WHOLE.contains(row.getString(3));
                put(row.getString(2), row.getLong(1), isWhole ? ShownContent.of(values::get) : null);
            }
        }
    }

    /** Notes a group that was inserted as it is. */
    private void putInserted(long id, @Nullable GroupRow group) {
        if (group != null) { // else the database has changed its id: it is not found by that
            put(group.groupId(), id, group.isWhole() ? group.content() : null);
        }
    }

    private void put(String groupId, long id, @Nullable ShownContent shown) {
        written.put(groupId, new WrittenGroups.Written(id, shown, Long.MAX_VALUE, Long.MIN_VALUE, null));
    }

    /**
     * Inserts groups that do not exist, with numbers of our choice; returns false if the database does not let us choose, or if it
     * refuses a group. Some may exist then.
     */
    private boolean insertNumbered(List<GroupRow> groups) throws SQLException {
        Long first = database.nextNumber(connection, GroupRow.INSERT.table());
        if (first == null) {
            return false;
        }
        List<RowValues> rows = new ArrayList<>(groups.size());
        for (GroupRow group : groups) {
            rows.add(group.numbered(first + rows.size()));
        }
        try {
            database.copy(connection, GroupRow.NUMBERED_INSERT, rows);
        } catch (SQLException e) {
            if (database.trouble(e) != SqlErrorClass.POISON) {
                throw e;
            }
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            putInserted(first + i, groups.get(i));
        }
        return true;
    }

    /** Inserts groups; one that the database refuses is inserted without its event. Returns how many did not exist. */
    private long insert(List<GroupRow> groups) throws SQLException {
        long[] inserted = {0};
        Map<String, GroupRow> tried = new HashMap<>();
        UpsertStatement.Inserted noted = new UpsertStatement.Inserted(
                "id, group_id", row -> putInserted(row.getLong(1), tried.get(row.getString(2))));
        try (UpsertStatement statement = new UpsertStatement(connection, database, GroupRow.INSERT, noted);
                Savepoint savepoint = new Savepoint(connection, database)) {
            Halving.Step<GroupRow> write = chunk -> {
                chunk.forEach(each -> tried.put(each.groupId(), each));
                inserted[0] += statement.writeRows(chunk);
            };
            new Halving<>(savepoint::refusalOfRepeatable, write, (group, why) -> {
                        refusals.put(group.groupId(), reason(why));
                        if (savepoint.refusal(() -> write.on(List.of(group.rejected()))) != null) {
                            insertUnderPlaceholder(group, reason(why));
                            inserted[0] = Long.MIN_VALUE; // what is stored is not what came
                        }
                    })
                    .writeAll(groups);
        }
        return inserted[0];
    }

    /** Inserts a group whose id the database refuses under another one, by which it is known from now on. */
    private void insertUnderPlaceholder(GroupRow group, String why) throws SQLException {
        GroupRow standIn = group.rejectedAs(PlaceholderName.of(group.gathered().groupId()));
        try (UpsertStatement statement = new UpsertStatement(connection, database, GroupRow.INSERT)) {
            statement.writeRows(List.of(standIn));
        }
        read(List.of(standIn));
        written.put(group.groupId(), written.state(standIn).refused(why));
    }

    private String reason(SQLException why) {
        return MergeWriter.REFUSED + database.hideIn(String.valueOf(why.getMessage()));
    }

    /** Widens the times of groups and fills in events; returns the groups that do not exist any more. */
    private List<GroupRow> change(SortedMap<String, GroupRow> groups) throws SQLException {
        SortedMap<Long, GroupRow> changes = new TreeMap<>();
        for (GroupRow group : groups.values()) {
            WrittenGroups.Written there = written.state(group);
            if (there.lacks(group)) {
                changes.put(there.id(), group);
            }
        }
        Set<Long> present = lock(changes.keySet());
        List<GroupRow> gone = new ArrayList<>();
        for (GroupRow group : List.copyOf(changes.values())) {
            WrittenGroups.Written there = written.state(group);
            if (!present.contains(there.id())) {
                written.remove(group.groupId());
                changes.remove(there.id());
                gone.add(group);
            } else if (group.isWhole() && !there.isWhole() && !isRefused(group)) {
                fill(there.id(), group);
            }
        }
        widen("first_seen", ">", changes, GroupRow::firstSeen);
        widen("last_seen", "<", changes, GroupRow::lastSeen);
        for (GroupRow group : changes.values()) {
            written.put(group.groupId(), written.state(group).widened(group));
        }
        return gone;
    }

    private boolean isRefused(GroupRow group) throws SQLException {
        return written.state(group).refusal() != null || refusals.containsKey(group.groupId());
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

    /** Fills in an event, unless another gatherer has; if the database refuses it, the row stays without one. */
    private void fill(long id, GroupRow group) throws SQLException {
        String sql = "UPDATE " + table + " SET "
                + GroupColumn.columns().stream()
                        .map(each -> each.name() + " = " + database.parameter(each.type()))
                        .collect(Collectors.joining(", "))
                + ", family_rules = 0 WHERE id = ? AND NOT (" + GroupFamily.IS_WHOLE + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                Savepoint savepoint = new Savepoint(connection, database)) {
            Parameters parameters = new Parameters(database, statement);
            for (GroupColumn each : GroupColumn.ALL) {
                parameters.add(each.column().type(), group.value(each));
            }
            parameters.add(ColumnType.NUMBER, id);
            long[] filled = {0};
            SQLException refusal = savepoint.refusal(() -> filled[0] = statement.executeUpdate());
            if (refusal != null) {
                refusals.put(group.groupId(), reason(refusal));
            } else if (filled[0] == 1) {
                written.put(group.groupId(), written.state(group).showing(group.content()));
            } else {
                showStored(id, group);
            }
        }
    }

    /** Notes the event that a group shows, which another gatherer has filled in. */
    private void showStored(long id, GroupRow group) throws SQLException {
        WrittenGroups.Written before = written.state(group);
        try (PreparedStatement statement = connection.prepareStatement(select("id = ?"))) {
            statement.setLong(1, id);
            note(statement);
        }
        written.put(group.groupId(), before.showing(written.state(group).shown()));
    }
}
