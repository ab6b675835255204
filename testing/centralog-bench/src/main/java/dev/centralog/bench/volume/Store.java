// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** An empty database of a run, gone when it is closed. */
interface Store extends AutoCloseable {
    /** Where it is. */
    String url();

    /** The version of what runs it. */
    String version() throws SQLException;

    /** An expression for the second of the epoch in which a slice began. */
    String startSecond();

    /** What it has done so far, if it keeps count of that; what is under way may be missing. */
    @Nullable
    Activity activity() throws SQLException;

    /**
     * What a database has done.
     *
     * @param rowsInserted in the table {@code actions}
     * @param statements that wrote there
     * @param transactions that were committed, by whomever
     */
    record Activity(long rowsInserted, long statements, long transactions) {}

    @Override
    void close();

    /** Which databases there are to run with. */
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

    /** The number that a query answers; 0 for none. */
    static long number(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
