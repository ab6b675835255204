// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Instant;

/**
 * The texts of times in a database's form. The last one is kept: all rows of a window or a slice have one time in common.
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
        if (!time.equals(last)) {
            text = database.timeText(time);
            last = time;
        }
        return text;
    }
}
