// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A delivery: its window or slice, and its name.
 *
 * @param table the table of its rows
 * @param start the start of the window or slice
 * @param delivery the name
 * @param columns the columns of the table's key that its rows share
 * @param values the values of these columns
 */
record DeliveryKey(RowTable table, Instant start, String delivery, List<Column> columns, List<Object> values) {
    private static final List<Column> KEY = List.of(
            new Column("stream", ColumnType.TEXT),
            new Column("window_start", ColumnType.TIME),
            new Column("delivery", ColumnType.TEXT));

    static final Upsert DELIVERIES = new Upsert(
            "deliveries",
            Stream.concat(KEY.stream(), Stream.of(new Column("stored_at", ColumnType.TIME)))
                    .toList(),
            KEY,
            List.of());

    private static final Clock CLOCK = Clock.systemUTC();

    /** Returns the key of the delivery that a row belongs to, to find the others by. */
    static DeliveryKey of(RowTable table, Row row) {
        List<Column> shared = table.insert().key().stream()
                .filter(each -> !table.names().contains(each.name()))
                .toList();
        List<Object> values = shared.stream()
                .map(each -> Objects.requireNonNull(
                        row.values().get(table.insert().columns().indexOf(each))))
                .toList();
        return new DeliveryKey(
                table, (Instant) values.get(0), String.valueOf(values.get(values.size() - 1)), shared, values);
    }

    /** Returns the key of a window of events, which is to be entered. */
    static DeliveryKey ofWindow(Instant start, String delivery) {
        return ofWindow(start, Objects.requireNonNull(StorableText.of(delivery)), 0);
    }

    private static DeliveryKey ofWindow(Instant start, String delivery, long id) {
        return new DeliveryKey(
                EventRow.TABLE,
                start,
                delivery,
                List.of(EventColumn.WINDOW_START.column(), EventColumn.DELIVERIES_ID.column()),
                List.of(start, id));
    }

    /**
     * Makes this transaction the only one that writes the delivery, until it ends, and notes when it was first stored. All writes
     * of a delivery's rows begin with this: the row that it adds, or finds, is locked. If a gatherer that held the lease before is still
     * in a transaction, see {@link Database#enter}.
     *
     * @return the key to find its rows by
     */
    DeliveryKey enter(Connection connection, Database database) throws SQLException {
        database.enter(connection, this);
        String sql = database.upsert(DELIVERIES, 1);
        try (PreparedStatement insert = database.returnsKeys()
                ? connection.prepareStatement(sql, new String[] {"id"})
                : connection.prepareStatement(sql)) {
            Parameters parameters = new Parameters(database, insert);
            bindName(parameters);
            parameters.add(ColumnType.TIME, CLOCK.instant());
            boolean isNew = insert.executeUpdate() == 1;
            if (!isWindow()) {
                return this;
            }
            long id = isNew && database.returnsKeys() ? newId(insert) : readId(connection, database);
            return ofWindow(start, delivery, id);
        }
    }

    private void bindName(Parameters parameters) throws SQLException {
        parameters.add(ColumnType.TEXT, stream());
        parameters.add(ColumnType.TIME, start);
        parameters.add(ColumnType.TEXT, delivery);
    }

    private static long newId(PreparedStatement insert) throws SQLException {
        try (ResultSet keys = insert.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
        }
    }

    private long readId(Connection connection, Database database) throws SQLException {
        String sql = "SELECT id FROM deliveries WHERE "
                + KEY.stream()
                        .map(each -> each.name() + " = " + database.parameter(each.type()))
                        .collect(Collectors.joining(" AND "));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bindName(new Parameters(database, statement));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the delivery is not found: " + shown(), RowMerger.CONSTRAINT_STATE);
                }
                return row.getLong(1);
            }
        }
    }

    /** Returns the id of a window that was entered. */
    long id() {
        return (Long) values.get(1);
    }

    private boolean isWindow() {
        return table.equals(EventRow.TABLE);
    }

    private String stream() {
        return isWindow() ? DropReport.EVENTS : DropReport.ACTIONS;
    }

    /** Returns a unique name of the delivery, the same in every gatherer. */
    String name() {
        return stream() + (isWindow() ? List.of(start, delivery) : values);
    }

    /** Returns the delivery's name for messages. */
    String shown() {
        return table.words().get(0) + " " + start + " (delivery " + delivery + ")";
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
