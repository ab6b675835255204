// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies tables, their rows, and views from a database of MariaDB to an empty one of the same server; nothing else. */
final class MariaDbCopy {
    private MariaDbCopy() {}

    static void copy(String from, String to) {
        try (Connection source = DriverManager.getConnection(from);
                Connection target = DriverManager.getConnection(to + "&allowMultiQueries=true");
                Statement statement = target.createStatement()) {
            // At once, as the server answers each statement that is sent alone.
            statement.execute(String.join(";", statements(source, LocalDatabase.name(from))));
        } catch (SQLException e) {
            throw new IllegalStateException("can't copy " + from, e);
        }
    }

    private static List<String> statements(Connection source, String database) throws SQLException {
        List<String> statements = new ArrayList<>(List.of("SET foreign_key_checks = 0"));
        Map<String, String> views = new LinkedHashMap<>();
        try (Statement statement = source.createStatement()) {
            for (List<String> table : rows(statement, "SHOW FULL TABLES")) {
                String name = "`" + table.get(0) + "`";
                if (table.get(1).equals("VIEW")) {
                    String made =
                            rows(statement, "SHOW CREATE VIEW " + name).get(0).get(1);
                    views.put(name, made.replace("`" + database + "`.", ""));
                } else {
                    statements.add(
                            rows(statement, "SHOW CREATE TABLE " + name).get(0).get(1));
                    if (!rows(statement, "SELECT 1 FROM " + name + " LIMIT 1").isEmpty()) {
                        statements.add("INSERT INTO " + name + " SELECT * FROM `" + database + "`." + name);
                    }
                }
            }
        }
        while (!views.isEmpty()) {
            Map.Entry<String, String> next = views.entrySet().stream()
                    .filter(view -> views.keySet().stream()
                            .allMatch(other -> other.equals(view.getKey())
                                    || !view.getValue().contains(other)))
                    .findFirst()
                    .orElseThrow();
            statements.add(next.getValue());
            views.remove(next.getKey());
        }
        return statements;
    }

    private static List<List<String>> rows(Statement statement, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= Math.min(2, result.getMetaData().getColumnCount()); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
