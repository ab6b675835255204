// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** An empty database for a run; deleted on closing. */
interface Store extends AutoCloseable {
    /** Returns its URL. */
    String url();

    /** Returns the version of its server or library. */
    String version() throws SQLException;

    /** Returns an SQL expression for the second of the epoch in which a slice began. */
    String startSecond();

    /** Returns what it has done so far, if it counts that; work under way may be missing. */
    @Nullable
    Activity activity() throws SQLException;

    /**
     * The work of a database.
     *
     * @param rowsInserted in the table {@code actions}
     * @param statements the statements that wrote there
     * @param transactions all committed transactions, of any client
     */
    record Activity(long rowsInserted, long statements, long transactions) {}

    @Override
    void close();

    /** The databases that a run can use. */
    enum Kind {
        POSTGRES {
            @Override
            Store open() throws SQLException {
                return PostgresStore.start();
            }
        },
        SQLITE {
            @Override
            Store open() {
                return new SqliteStore();
            }
        };

        abstract Store open() throws SQLException;
    }

    /** Returns the number that a query selects; 0 if there is none. */
    static long number(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
