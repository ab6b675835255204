// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
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
    static final Upsert DELIVERIES = new Upsert(
            "deliveries",
            List.of(
                    new Column("stream", ColumnType.TEXT),
                    new Column("window_start", ColumnType.TIME),
                    new Column("delivery", ColumnType.TEXT),
                    new Column("stored_at", ColumnType.TIME)),
            List.of(
                    new Column("stream", ColumnType.TEXT),
                    new Column("window_start", ColumnType.TIME),
                    new Column("delivery", ColumnType.TEXT)),
            List.of());

    private static final Clock CLOCK = Clock.systemUTC();

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

    /** Returns the key of a window of events. */
    static DeliveryKey ofWindow(Instant start, String delivery) {
        return new DeliveryKey(
                EventRow.TABLE,
                List.of(EventColumn.WINDOW_START.column(), EventColumn.DELIVERY.column()),
                List.of(start, Objects.requireNonNull(StorableText.of(delivery))));
    }

    /**
     * Makes this transaction the only one that writes the delivery, until it ends, and notes when it was first stored. All writes
     * of a delivery begin with this: the row that it adds, or finds, is locked. If a gatherer that held the lease before is still
     * in a transaction, see {@link Database#enter}.
     */
    void enter(Connection connection, Database database) throws SQLException {
        database.enter(connection, this);
        try (UpsertStatement statement = new UpsertStatement(connection, database, DELIVERIES)) {
            statement.write(
                    List.of(List.of(table.table(), values.get(0), values.get(values.size() - 1), CLOCK.instant())));
        }
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
