// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The ways in which a database reads very many sums of repeats by group and time.
 *
 * <p>Thread-safety: immutable.
 */
public interface SumReading {
    /** The ways of a database that keeps sums in the order of their key, which begins with the group. */
    SumReading BY_KEY = new SumReading() {
        @Override
        public String total(String numbers) {
            return "total(" + numbers + ")"; // SQLite's sum fails where it does not fit 64 bits
        }
    };

    /** Returns whether the sums of all groups are found faster by their time alone than by the groups. */
    default boolean findsAllByTime() {
        return false;
    }

    /** Returns the condition that a column has one of the values of a query; they are so few that each is looked for by the key. */
    default String oneOf(String column, String query) {
        return column + " IN (" + query + ")";
    }

    /** Returns the most groups that a statement names one by one, if that is the fastest way to their sums; else 0. */
    default int mostGroups() {
        return 0;
    }

    /**
     * Returns the condition that a group {@code g} has a sum in a range, whose start and end are the parameters.
     *
     * @param time the SQL of a parameter
     */
    default String isThere(String table, String column, String time) {
        return "EXISTS (SELECT 1 FROM " + table + " c WHERE c.groups_id = g.id AND c." + column + " >= " + time
                + " AND c." + column + " < " + time + ")";
    }

    /** Returns the sum of many numbers, of any size; it may be rounded, so that it serves for an order. */
    default String total(String numbers) {
        return "sum(" + numbers + ")";
    }

    /** Prepares a statement, which has not been executed yet, for a result of very many rows. */
    default void prepare(PreparedStatement statement) throws SQLException {
        // By default there is no faster way.
    }

    /** Returns the expression by which very many times are read, given the name of a column of {@code c}; it has that name. */
    default String times(String column) {
        return "c." + column;
    }

    /** Reads the time of a row that was selected so. */
    default Instant time(Database database, ResultSet row, String column) throws SQLException {
        return database.time(row, column);
    }

    /**
     * Returns what stands for the time in a column, which must not be null: it equals that of another row if the times are equal.
     * Faster than {@link Database#time}.
     */
    default Object timeKey(ResultSet row, int column) throws SQLException {
        return row.getString(column);
    }
}
