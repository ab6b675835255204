// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The ways in which MariaDB and MySQL read sums. They keep them in the order of the key, but in a join or a correlated subquery they
 * find a group by it alone, and read all its sums; with the groups as a list, they use the time in the key, too. By the index on the
 * time each sum is looked up by itself.
 */
final class MariaSums implements SumReading {
    static final MariaSums INSTANCE = new MariaSums();

    /** The groups in one statement: of 1,000 or more MariaDB makes a join ({@code in_predicate_conversion_threshold}). */
    private static final int MOST_GROUPS = 500;

    /** The seconds from the year 0 to 1970, by {@code TO_SECONDS}. */
    private static final long SECONDS_TO_1970 = 62_167_219_200L;

    private MariaSums() {}

    @Override
    public int mostGroups() {
        return MOST_GROUPS;
    }

    /** Has times sent as numbers: as text, they take the server and the driver longer than all else. */
    @Override
    public String times(String column) {
        return "TO_SECONDS(c." + column + ") AS " + column;
    }

    @Override
    public Instant time(Database database, ResultSet row, String column) throws SQLException {
        return Instant.ofEpochSecond(row.getLong(column) - SECONDS_TO_1970);
    }

    @Override
    public Object timeKey(ResultSet row, int column) throws SQLException {
        return row.getLong(column);
    }

    /** Reads the sums of a group from the end, up to the first one before the range's end. */
    @Override
    public String isThere(String table, String column, String time) {
        return time + " <= (SELECT c." + column + " FROM " + table + " c WHERE c.groups_id = g.id AND c." + column
                + " < " + time + " ORDER BY c." + column + " DESC LIMIT 1)";
    }
}
