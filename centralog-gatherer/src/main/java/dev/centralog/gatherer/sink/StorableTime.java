// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Instant;

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
}
