// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.sink.OldRows.Chunk;
import dev.centralog.gatherer.sink.OldRows.Range;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The days of events that a database keeps apart, so that each goes as a whole, within the caller's transaction. The methods do
 * nothing where there are none.
 */
interface Days {
    /** The days of a database that keeps all rows together. */
    Days NONE = new Days() {};

    /**
     * Makes the place for rows of a day, if it is not there.
     *
     * @param day the start of the day
     * @param now the present time, by Redis's clock
     * @return false if it is to be tried again soon
     */
    default boolean make(Instant day, Instant now) throws SQLException {
        return true;
    }

    /** Takes the next step of dropping the days of a range. The time from which to go on is null if no day is left to drop. */
    default Chunk drop(Range range) throws SQLException {
        return new Chunk(0, 0, null);
    }

    /** Returns the first part of a range whose rows do not wait for their day to be dropped; null if there is none. */
    default @Nullable Range outside(Range range) throws SQLException {
        return range;
    }
}
