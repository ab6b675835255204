// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Instant;
import java.time.temporal.ChronoField;

/**
 * The texts of times in a database's form. The last whole second is kept: all rows of a window or a slice have its start in common,
 * among other times, which hardly ever are whole seconds.
 *
 * <p>Thread-safety: none.
 */
final class TimeTexts {
    private final Database database;
    private Instant last = Instant.MIN;
    private String text = "";

    TimeTexts(Database database) {
        this.database = database;
    }

    String of(Instant time) {
        if (time.get(ChronoField.NANO_OF_SECOND) != 0) {
            return database.timeText(time);
        }
        if (!time.equals(last)) {
            text = database.timeText(time);
            last = time;
        }
        return text;
    }
}
