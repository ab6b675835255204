// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.LogEvent;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Map;

/** The range of times that every database accepts and that sort as text: the years 1 to 9999. */
public final class StorableTime {
    public static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
    public static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private StorableTime() {}

    /** Returns whether a time is in that range. */
    public static boolean fits(Instant time) {
        return !time.isBefore(MIN) && !time.isAfter(MAX);
    }

    static Instant nearest(Instant time) {
        return time.isBefore(MIN) ? MIN : time.isAfter(MAX) ? MAX : time;
    }

    /**
     * Returns an event with the nearest time that can be stored, and its own second among the cuts if that is another one: a
     * clock that is wrong by thousands of years must not stop the rest.
     */
    static LogEvent nearest(LogEvent event) {
        if (fits(event.time())) {
            return event;
        }
        Map<String, Long> cuts = new HashMap<>(event.cuts());
        cuts.put("time", event.time().getEpochSecond());
        return event.toBuilder()
                .time(nearest(event.time())
                        .with(ChronoField.NANO_OF_SECOND, event.time().get(ChronoField.NANO_OF_SECOND)))
                .cuts(cuts)
                .build();
    }
}
