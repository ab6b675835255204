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
 * The part of the key that all rows of one delivery share: its window or slice, and its name.
 *
 * @param table the table of the rows
 * @param columns the columns of the table's key that the rows share
 * @param values the values of these columns
 */
record DeliveryKey(RowTable table, List<Column> columns, List<Object> values) {
    /** Returns the key of the delivery that a row belongs to. */
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

    /** Returns a unique name of the delivery, the same in every gatherer. */
    String name() {
        return table.table() + values;
    }

    /** Returns the delivery's name for messages. */
    String shown() {
        return table.words().get(0) + " " + values.get(0) + " (delivery " + values.get(values.size() - 1) + ")";
    }

    /** Returns an SQL condition for the delivery's rows; {@link #bind} sets its parameters. */
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

    /** Reads how many of the delivery's rows are in the database, and the sum of their counts, as this transaction sees it. */
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
