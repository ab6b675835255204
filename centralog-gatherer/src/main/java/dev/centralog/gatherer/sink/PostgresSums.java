// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.postgresql.PGStatement;

/** The ways in which PostgreSQL reads sums. It keeps them in the order of writing, which is about that of time. */
final class PostgresSums implements SumReading {
    static final PostgresSums INSTANCE = new PostgresSums();

    /** The driver's value for a statement whose first result is binary already; else only the sixth is. */
    private static final int BINARY_AT_ONCE = -1;

    private PostgresSums() {}

    @Override
    public boolean findsAllByTime() {
        return true;
    }

    /** Makes an array of the values: with a subquery, the planner rather reads the sums of all groups. */
    @Override
    public String oneOf(String column, String query) {
        return column + " = ANY (ARRAY(" + query + "))";
    }

    /** Has numbers and times sent as such: as text, they take the server and the driver longer than all else. */
    @Override
    public void prepare(PreparedStatement statement) throws SQLException {
        PGStatement driver = statement.unwrap(PGStatement.class);
        if (driver.getPrepareThreshold() != 0) { // 0 behind a pool, where a statement must have no name
            driver.setPrepareThreshold(BINARY_AT_ONCE);
        }
    }

    @Override
    public Object timeKey(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class);
    }
}
