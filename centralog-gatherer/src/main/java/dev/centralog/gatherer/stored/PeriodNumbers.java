// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the periods of one length, from 0, that the times of very many sums are in.
 *
 * <p>Thread-safety: none.
 */
final class PeriodNumbers {
    private final Database database;
    private final CountRange range;
    private final Duration length;
    private final Map<Object, Integer> numbers = new HashMap<>();
    private @Nullable Object last;
    private int lastNumber;

    PeriodNumbers(Database database, CountRange range, Duration length) {
        this.database = database;
        this.range = range;
        this.length = length;
    }

    /** Returns the number of a row's period, from the column of the time. In the order of time, a row mostly has that of the last one. */
    int of(ResultSet row, int column) throws SQLException {
        Object key = database.sums().timeKey(row, column);
        if (!key.equals(last)) {
            Integer number = numbers.get(key);
            if (number == null) {
                Duration since = Duration.between(range.from(), database.sums().time(database, row, range.column()));
                number = Math.toIntExact(since.dividedBy(length));
                numbers.put(key, number);
            }
            last = key;
            lastNumber = number;
        }
        return lastNumber;
    }
}
