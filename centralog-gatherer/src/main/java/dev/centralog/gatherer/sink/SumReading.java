// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The ways in which a database reads very many sums of repeats by group and time.
 *
 * <p>Thread-safety: immutable.
 */
public interface SumReading {
    /** The ways of a database that keeps sums in the order of their key, which begins with the group. */
    SumReading BY_KEY = new SumReading() {};

    /** The ways of one that does so, too, but finds the sums of all groups faster by an index on the time. */
    SumReading ALL_BY_TIME = new SumReading() {
        @Override
        public boolean findsAllByTime() {
            return true;
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

    /** Prepares a statement, which has not been executed yet, for a result of very many rows. */
    default void prepare(PreparedStatement statement) throws SQLException {
        // By default there is no faster way.
    }

    /**
     * Returns what stands for the time in a column, which must not be null: it equals that of another row if the times are equal.
     * Faster than {@link Database#time}.
     */
    default Object timeKey(ResultSet row, int column) throws SQLException {
        return row.getString(column);
    }
}
