// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Sums of repeats that fit no 64 bits: strangers can write any counts to Redis, and SQLite's own sum fails then. */
public final class Sums {
    /** The columns of a sum, which {@link #read} reads; {@code repeats} is a column of the query. */
    static final String COLUMNS = "sum(repeats >> 32) AS high, sum(repeats & 4294967295) AS low";

    private Sums() {}

    /** Returns the sum, limited to the largest long. */
    static long read(ResultSet row) throws SQLException {
        long low = row.getLong("low");
        long high = row.getLong("high") + (low >> 32);
        return high > Integer.MAX_VALUE ? Long.MAX_VALUE : (high << 32) + (low & 0xffff_ffffL);
    }
}
