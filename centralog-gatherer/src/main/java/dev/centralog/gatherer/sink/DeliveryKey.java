// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
record DeliveryKey(Upsert table, List<Column> columns, List<Object> values) {
    /** That of a row. */
    static DeliveryKey of(Upsert table, Row row) {
        List<Column> shared = table.key().stream()
                .filter(each -> !row.nameColumns().contains(each.name()))
                .toList();
        return new DeliveryKey(
                table,
                shared,
                shared.stream()
                        .map(each -> Objects.requireNonNull(
                                row.values().get(table.columns().indexOf(each))))
                        .toList());
    }

    /** The same for every gatherer, and of no other delivery. */
    String name() {
        return table.table() + values;
    }

    /** How many of its rows are in the database, as far as this transaction sees. */
    long countRows(Connection connection, Database database) throws SQLException {
        String where = columns.stream()
                .map(each -> each.name() + " = " + database.parameter(each.type()))
                .collect(Collectors.joining(" AND "));
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM " + table.table() + " WHERE " + where)) {
            int index = 1;
            for (Object value : values) {
                if (value instanceof Long number) {
                    statement.setLong(index++, number);
                } else {
                    statement.setString(
                            index++, value instanceof Instant time ? database.timeText(time) : value.toString());
                }
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
