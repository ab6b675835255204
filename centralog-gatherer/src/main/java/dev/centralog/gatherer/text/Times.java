// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * The form in which times are shown, in one zone. Those of UTC have a {@code Z} behind them; of another zone the name is to be
 * shown once, see {@link #zone}.
 *
 * <p>Thread-safety: immutable.
 */
public final class Times {
    /** Times in UTC. */
    public static final Times UTC = new Times(ZoneOffset.UTC);

    private static final DateTimeFormatter SECOND = form("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MILLI = form("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter MICRO_OF_DAY = form("HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter MINUTE = form("uuuu-MM-dd HH:mm");

    private final ZoneId zone;

    /** Makes the form of a zone. */
    public Times(ZoneId zone) {
        this.zone = zone;
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    private String text(DateTimeFormatter form, Instant time) {
        TemporalAccessor local = time.atZone(zone);
        return form.format(local) + (isUtc() ? "Z" : "");
    }

    /** Returns whether the zone is UTC. */
    public boolean isUtc() {
        return zone.equals(ZoneOffset.UTC);
    }

    /** Returns the name of the zone. */
    public String zone() {
        return isUtc() ? "UTC" : zone.getId();
    }

    /** Returns a date and a time to the minute. */
    public String minute(Instant time) {
        return text(MINUTE, time);
    }

    /** Returns a date and a time to the second. */
    public String second(Instant time) {
        return text(SECOND, time);
    }

    /** Returns a date and a time to the millisecond. */
    public String milli(Instant time) {
        return text(MILLI, time);
    }

    /** Returns a time of day to the microsecond. */
    public String microOfDay(Instant time) {
        return text(MICRO_OF_DAY, time);
    }

    /** Returns a time for programs, in the form of ISO 8601: with the offset of the zone, or {@code Z}. */
    public String iso(Instant time) {
        return isUtc() ? time.toString() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }
}
