// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.family.Family;
import dev.centralog.gatherer.family.FamilyRules;
import dev.centralog.gatherer.family.FamilySource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A writer of the families of groups that were stored, within the caller's transaction. Storing does not wait for it. The families of
 * a group are the same whoever finds them, so two gatherers may do it at once.
 */
record FamilyWriter(Connection connection, Database database) {
    /** The most groups that are given their families in a transaction. */
    static final int ROWS = 200;

    /** A group, by its number; the family is null as long as its event is missing. */
    private record Labelled(long id, String flag, @Nullable FamilyRow family) {}

    /** Gives the next groups their families; returns whether there are more. */
    boolean label() throws SQLException {
        List<Labelled> groups = read();
        SortedMap<String, FamilyRow> families = new TreeMap<>();
        for (Labelled group : groups) {
            if (group.family != null) {
                families.putIfAbsent(group.family.id(), group.family);
            }
        }
        new UncountedWriter(connection, database).write(FamilyRow.UPSERT, List.copyOf(families.values()));
        update(groups);
        return groups.size() == ROWS;
    }

    private List<Labelled> read() throws SQLException {
        List<Labelled> groups = new ArrayList<>();
        String sql = "SELECT id, " + GroupFamily.COLUMNS + " FROM " + database.quoted("groups")
                + " WHERE family_rules < " + FamilyRules.VERSION + " ORDER BY family_rules, id LIMIT " + ROWS;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(1); // a throwable may have megabytes
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    GroupFamily group = GroupFamily.read(row);
                    FamilySource source = group.source();
                    groups.add(new Labelled(
                            row.getLong("id"),
                            group.flag(),
                            source == null ? null : FamilyRow.of(Family.of(source), source, row.getInt("severity"))));
                }
            }
        }
        return groups;
    }

    /**
     * Writes the families into groups, in the order of their numbers, unless an event was filled in or another gatherer has written
     * them meanwhile.
     */
    private void update(List<Labelled> groups) throws SQLException {
        String sql = "UPDATE " + database.quoted("groups") + " SET family_id = ?, family_rules = " + FamilyRules.VERSION
                + " WHERE id = ? AND flag = ? AND family_rules < " + FamilyRules.VERSION;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<Labelled> inOrder = new ArrayList<>(groups);
            inOrder.sort((one, other) -> Long.compare(one.id, other.id));
            for (Labelled group : inOrder) {
                statement.setString(1, group.family == null ? null : group.family.id());
                statement.setLong(2, group.id);
                statement.setString(3, group.flag);
                statement.addBatch();
            }
            if (!inOrder.isEmpty()) {
                statement.executeBatch();
            }
        }
    }
}
