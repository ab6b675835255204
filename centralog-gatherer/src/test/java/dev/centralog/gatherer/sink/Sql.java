// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a database plainly, past the code under test. */
public final class Sql {
    private Sql() {}

    /** Changes something. */
    public static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** One number; 0 for null. */
    public static long number(String url, String sql) {
        return Long.parseLong(rows(url, "SELECT coalesce((" + sql + "), 0)").get(0));
    }

    /** All rows, their columns joined by a bar. */
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

    /** MariaDB fills decimals up to nine digits behind the point. */
    private static String withoutFill(String value) {
        return value.matches("-?\\d+\\.\\d{9}") ? value.replaceFirst("\\.?0+$", "") : value;
    }
}
