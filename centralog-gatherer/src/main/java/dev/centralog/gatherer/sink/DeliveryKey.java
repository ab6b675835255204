// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What all rows of one delivery have in common: its window or slice, and its name.
 *
 * @param table theirs
 * @param columns of its key, those that they share
 * @param values in these
 */
record DeliveryKey(RowTable table, List<Column> columns, List<Object> values) {
    /** That of a row. */
    static DeliveryKey of(RowTable table, Row row) {
        List<Column> shared = table.insert().key().stream()
                .filter(each -> !table.names().contains(each.name()))
                .toList();
        return new DeliveryKey(
                table,
                shared,
                shared.stream()
                        .map(each -> Objects.requireNonNull(
                                row.values().get(table.insert().columns().indexOf(each))))
                        .toList());
    }

    /** The same for every gatherer, and of no other delivery. */
    String name() {
        return table.table() + values;
    }

    /** Returns its name in messages. */
    String shown() {
        return table.words().get(0) + " " + values.get(0) + " (delivery " + values.get(values.size() - 1) + ")";
    }

    /** A condition on its rows, whose parameters {@link #bind} fills in. */
    String where(Database database) {
        return columns.stream()
                .map(each -> each.name() + " = " + database.parameter(each.type()))
                .collect(Collectors.joining(" AND "));
    }

    void bind(Parameters parameters) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            parameters.add(columns.get(i).type(), values.get(i));
        }
    }

    /** How many of its rows are in the database, and the sum of their counts, as far as this transaction sees. */
    Met there(Connection connection, Database database) throws SQLException {
        String sql = "SELECT count(*), coalesce(sum(" + table.count() + "), 0) FROM " + table.table() + " WHERE "
                + where(database);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(new Parameters(database, statement));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Met(row.getLong(1), 0, row.getLong(2), 0, 0);
            }
        }
    }
}
