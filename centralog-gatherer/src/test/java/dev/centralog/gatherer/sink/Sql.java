// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Plain SQL access to a database, without the code under test. */
public final class Sql {
    private Sql() {}

    /** Runs a statement. */
    public static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Executes statements in one session. */
    public static void executeAll(String url, List<String> statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new AssertionError(statements.toString(), e);
        }
    }

    /** Returns one number; 0 for null. */
    public static long number(String url, String sql) {
        return Long.parseLong(rows(url, "SELECT coalesce((" + sql + "), 0)").get(0));
    }

    /** Returns all rows, each with its columns joined by a bar. */
    public static List<String> rows(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(withoutFill(String.valueOf(row.getString(column))));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Removes the zeros with which MariaDB fills decimals up to nine digits after the point. */
    private static String withoutFill(String value) {
        return value.matches("-?\\d+\\.\\d{9}") ? value.replaceFirst("\\.?0+$", "") : value;
    }
}
