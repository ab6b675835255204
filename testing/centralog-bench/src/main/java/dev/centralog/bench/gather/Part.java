// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of deliveries that goes into one table: rows, or sums that are added to its rows.
 *
 * @param columns the columns that are written
 * @param query selects the number of a delivery, and then these columns; sorted by that number
 * @param key the key that sums are added by; empty for rows
 */
record Part(String table, List<String> columns, String query, List<String> key) {
    /** Returns the parts of a delivery, in the order in which a gatherer writes them. */
    static List<Part> of(Feed feed, Storage storage, Connection connection) throws SQLException {
        List<Part> parts = new ArrayList<>();
        List<String> deliveries = List.of("id", "stream", "window_start", "delivery", "stored_at");
        parts.add(new Part(
                "deliveries",
                deliveries,
                select("d.id", "d", deliveries) + " FROM deliveries d WHERE d.stream = '" + feed.stream()
                        + "' ORDER BY d.id",
                List.of()));
        switch (feed) {
            case EVENTS -> {
                parts.add(referred(storage, connection, new Reference("processes", "number", "processes_id")));
                parts.add(referred(storage, connection, new Reference("groups", "id", "groups_id")));
                parts.add(ofDelivery(storage, connection, "event_rows"));
                parts.add(ofDelivery(storage, connection, "sample_rows"));
                parts.add(referred(storage, connection, new Reference("throwables", "id", "throwable_id")));
                String minute = storage.startOfMinute("e.window_start");
                String hour = storage.startOfHour("e.window_start");
                String day = storage.startOfDay("e.window_start");
                parts.add(sums("group_minutes", List.of("groups_id", "minute"), List.of("e.groups_id", minute)));
                String release = "coalesce(p.release, '')";
                parts.add(sums(
                        "group_hours", List.of("groups_id", "hour", "release"), List.of("e.groups_id", hour, release)));
                parts.add(sums(
                        "group_days", List.of("groups_id", "day", "release"), List.of("e.groups_id", day, release)));
                parts.add(releases(storage, connection));
                parts.add(sums(
                        "level_minutes",
                        List.of("minute", "app", "environment", "level", "release"),
                        List.of(minute, "p.app", "p.environment", "g.level", release)));
                parts.add(sums(
                        "level_hours",
                        List.of("hour", "app", "environment", "level", "release"),
                        List.of(hour, "p.app", "p.environment", "g.level", release)));
            }
            case ACTIONS -> {
                List<String> columns = storage.columns(connection, "actions");
                columns.remove("id");
                parts.add(new Part(
                        "actions",
                        columns,
                        select("d.id", "a", columns) + " FROM actions a JOIN deliveries d ON d.stream = 'actions'"
                                + " AND d.window_start = a.slice_start AND d.delivery = a.delivery ORDER BY d.id, a.id",
                        List.of()));
            }
        }
        return parts;
    }

    /** Returns the rows that name their delivery. */
    private static Part ofDelivery(Storage storage, Connection connection, String table) throws SQLException {
        List<String> columns = storage.columns(connection, table);
        return new Part(
                table,
                columns,
                select("t.deliveries_id", "t", columns) + " FROM " + table + " t ORDER BY t.deliveries_id, "
                        + storage.orderOfStoring("t"),
                List.of());
    }

    /** A table, its key, and the column by which rows of events refer to that. */
    private record Reference(String table, String id, String column) {}

    /** Returns the rows that rows of events refer to, in the first delivery that refers to them. */
    private static Part referred(Storage storage, Connection connection, Reference to) throws SQLException {
        List<String> columns = storage.columns(connection, to.table);
        String first = "SELECT " + to.column + " AS id, min(deliveries_id) AS first FROM event_rows WHERE " + to.column
                + " IS NOT NULL GROUP BY " + to.column;
        return new Part(
                to.table,
                columns,
                select("r.first", "t", columns) + " FROM " + to.table + " t JOIN (" + first + ") r ON r.id = t." + to.id
                        + " ORDER BY r.first, t." + to.id,
                List.of());
    }

    /** Returns the releases of groups, in the first delivery of the group. */
    private static Part releases(Storage storage, Connection connection) throws SQLException {
        List<String> columns = storage.columns(connection, "group_releases");
        return new Part(
                "group_releases",
                columns,
                select("r.first", "t", columns) + " FROM group_releases t JOIN (SELECT groups_id,"
                        + " min(deliveries_id) AS first FROM event_rows GROUP BY groups_id) r"
                        + " ON r.groups_id = t.groups_id ORDER BY r.first, t.groups_id, t.release",
                List.of());
    }

    /** Returns sums of repeats by some columns. In {@code group_hours} the time of the delivery is beside them. */
    private static Part sums(String table, List<String> key, List<String> values) {
        List<String> columns = new ArrayList<>(key);
        columns.add("repeats");
        String sums = "sum(e.repeats)";
        if (table.equals("group_hours")) {
            columns.add("last_seen");
            sums += ", max(e.window_start)";
        }
        String by = String.join(", ", values);
        return new Part(
                table,
                columns,
                "SELECT e.deliveries_id, " + by + ", " + sums + " FROM event_rows e JOIN groups g ON g.id = e.groups_id"
                        + " JOIN processes p ON p.number = e.processes_id GROUP BY e.deliveries_id, " + by
                        + " ORDER BY e.deliveries_id, " + by,
                key);
    }

    private static String select(String delivery, String alias, List<String> columns) {
        return "SELECT " + delivery + ", " + alias + "." + String.join(", " + alias + ".", columns);
    }

    /** Returns the end of an INSERT that adds to the sums that are there; empty if these are no sums. */
    String onConflict() {
        if (key.isEmpty()) {
            return "";
        }
        String later = columns.contains("last_seen")
                ? ", last_seen = CASE WHEN excluded.last_seen > " + table + ".last_seen THEN excluded.last_seen ELSE "
                        + table + ".last_seen END"
                : "";
        return " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET repeats = " + table
                + ".repeats + excluded.repeats" + later;
    }
}
