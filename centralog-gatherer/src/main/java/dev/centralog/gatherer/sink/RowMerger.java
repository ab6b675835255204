// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ProcessCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A writer that merges rows into those of one table. It inserts; only if rows of the delivery existed already, it first reads
 * and locks those, compares, and updates what changes. All that happens within the caller's transaction, which is the only one
 * that writes the delivery.
 *
 * <p>Thread-safety: none.
 */
final class RowMerger implements AutoCloseable {
    private static final int MOST_ROUNDS = 3;
    /**
     * The SQLSTATE of a violated constraint, the same for all databases. Rows with such an error are put aside under another
     * name, and their counts are stored.
     */
    static final String CONSTRAINT_STATE = "23505";

    private static final int CONSTRAINT_CODE = 19;

    private final Connection connection;
    private final Database database;
    private final RowTable table;
    private final List<Integer> nameIndexes;
    private final List<Column> nameColumns;
    private final UpsertStatement insert;
    private final Map<List<String>, PreparedStatement> updates = new HashMap<>();
    private boolean hasMet;

    RowMerger(Connection connection, Database database, RowTable table) {
        this.connection = connection;
        this.database = database;
        this.table = table;
        nameIndexes = table.nameIndexes();
        nameColumns = nameIndexes.stream()
                .map(each -> table.insert().columns().get(each))
                .toList();
        insert = new UpsertStatement(connection, database, table.insert());
    }

    /**
     * The result of writing rows.
     *
     * @param differing the number of rows that met a row with other counts
     * @param added what the rows that met one have added to it, by their names
     */
    record Written(long differing, Map<List<String>, Added> added) {}

    /**
     * Writes rows of one delivery, not more than one statement can name. If one that existed is in the way of several, which
     * happens if the database takes their names for the same, this fails as if they were refused: they are written one by one.
     *
     * @param someExist whether rows of the delivery may exist
     */
    Written write(List<? extends Row> rows, boolean someExist) throws SQLException {
        List<? extends Row> left = List.copyOf(rows);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Map<List<@Nullable Object>, RowThere> there = someExist ? read(left) : Map.of();
            List<Row> missing = new ArrayList<>();
            List<Row> existing = new ArrayList<>();
            for (Row row : left) {
                (someExist && there.containsKey(names(row)) ? existing : missing).add(row);
            }
            if (insert.writeRows(missing) == missing.size()) {
                return merge(existing, there);
            }
            if (left.size() == 1) { // it exists now, or is not found by its names
                Map<List<@Nullable Object>, RowThere> now = read(left);
                if (now.containsKey(names(left.get(0)))) {
                    return merge(left, now);
                }
            } else {
                break;
            }
        }
        throw violation("a row that is there by its key is not found by it: " + names(left.get(0)));
    }

    /** Returns an error that all databases' classes take for a violated constraint. */
    static SQLException violation(String what) {
        return new SQLException(what, CONSTRAINT_STATE, CONSTRAINT_CODE);
    }

    private Written merge(List<? extends Row> rows, Map<List<@Nullable Object>, RowThere> there) throws SQLException {
        long differing = 0;
        Map<List<String>, Added> added = new HashMap<>();
        for (Row row : rows) {
            hasMet = true;
            List<@Nullable Object> names = names(row);
            RowThere old = Objects.requireNonNull(there.get(names));
            Merge merge = row.onto(old);
            update(row, merge.changes());
            there.put(names, merge.result()); // two rows of one delivery may have the same names once they are stored
            differing += merge.differs() ? 1 : 0;
            added.put(row.names(), Added.between(old, merge.result()));
        }
        return new Written(differing, added);
    }

    /** Returns whether any row has met one that existed. */
    boolean hasMet() {
        return hasMet;
    }

    private List<@Nullable Object> names(Row row) {
        List<@Nullable Object> values = row.values();
        List<@Nullable Object> names = new ArrayList<>(nameIndexes.size());
        nameIndexes.forEach(index -> names.add(values.get(index)));
        return names;
    }

    /**
     * Reads and locks the stored rows with the names of these rows. The query
     * has a list for each column of names; with two columns it finds some more rows of the delivery. A condition for each pair
     * of names would make all databases scan all rows of the delivery in each query.
     */
    private Map<List<@Nullable Object>, RowThere> read(List<? extends Row> rows) throws SQLException {
        List<Set<@Nullable Object>> chosen = new ArrayList<>();
        for (int i = 0; i < nameIndexes.size(); i++) {
            int index = i;
            chosen.add(rows.stream().map(row -> names(row).get(index)).collect(Collectors.toCollection(TreeSet::new)));
        }
        DeliveryKey delivery = DeliveryKey.of(table, rows.get(0));
        String sql = "SELECT flag, " + String.join(", ", table.counts()) + ", " + String.join(", ", table.names())
                + " FROM " + table.table() + " WHERE " + delivery.where(database) + anyOf(chosen) + database.locking();
        Map<List<@Nullable Object>, RowThere> there = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters parameters = new Parameters(database, statement);
            delivery.bind(parameters);
            for (int i = 0; i < chosen.size(); i++) {
                for (Object name : chosen.get(i)) {
                    parameters.add(nameColumns.get(i).type(), name);
                }
            }
            try (ResultSet row = statement.executeQuery()) {
                int firstName = 2 + table.counts().size();
                while (row.next()) {
                    List<@Nullable Object> names = new ArrayList<>();
                    for (int i = 0; i < nameIndexes.size(); i++) {
                        boolean isNumber = nameColumns.get(i).type() == ColumnType.NUMBER;
                        names.add(isNumber ? (Object) row.getLong(firstName + i) : row.getString(firstName + i));
                    }
                    String flag = row.getString(1);
                    there.put(names, new RowThere(row.getLong(2), counts(row), flag == null ? "" : flag));
                }
            }
        }
        return there;
    }

    private ProcessCounts counts(ResultSet row) throws SQLException {
        boolean hasProcesses = table.hasProcesses();
        return RowThere.counts(
                hasProcesses ? row.getString(3) : null, hasProcesses ? row.getString(4) : null, row.getLong(2));
    }

    private String anyOf(List<? extends Set<?>> chosen) {
        StringBuilder condition = new StringBuilder();
        for (int i = 0; i < chosen.size(); i++) {
            condition
                    .append(" AND ")
                    .append(table.names().get(i))
                    .append(" IN (")
                    .append(String.join(", ", Collections.nCopies(chosen.get(i).size(), "?")))
                    .append(')');
        }
        return condition.toString();
    }

    private void update(Row row, Map<Column, @Nullable Object> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        DeliveryKey delivery = DeliveryKey.of(table, row);
        List<String> columns = new ArrayList<>();
        changes.forEach((column, value) -> columns.add(column.name() + " = "
                + (value instanceof SqlText text ? text.sql() : database.parameter(column.type()))));
        PreparedStatement statement = updates.get(columns);
        if (statement == null) {
            statement = connection.prepareStatement("UPDATE " + table.table() + " SET " + String.join(", ", columns)
                    + " WHERE " + delivery.where(database)
                    + table.names().stream()
                            .map(each -> " AND " + each + " = ?")
                            .collect(Collectors.joining()));
            updates.put(columns, statement);
        }
        Parameters parameters = new Parameters(database, statement);
        for (Map.Entry<Column, @Nullable Object> change : changes.entrySet()) {
            if (!(change.getValue() instanceof SqlText)) {
                parameters.add(change.getKey().type(), change.getValue());
            }
        }
        delivery.bind(parameters);
        List<@Nullable Object> names = names(row);
        for (int i = 0; i < names.size(); i++) {
            parameters.add(nameColumns.get(i).type(), names.get(i));
        }
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        for (PreparedStatement statement : updates.values()) {
            statement.close();
        }
    }
}
