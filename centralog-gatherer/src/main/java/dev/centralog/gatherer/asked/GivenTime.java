// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.asked;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.gatherer.sink.StorableTime;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The forms in which a time may be given. */
public final class GivenTime {
    /** The forms, for help and for messages. */
    public static final String FORMS = "a time ago such as 10m or 2h, a time of day such as 14:05, or a time such as"
            + " 2026-01-31T23:59 or 2026-01-31T23:59:59Z";

    private static final Setting<Duration> AGO =
            Setting.duration("since", "10m", new Setting.Range("0s", "36500d"), "How far back.");

    private final Clock clock;
    private final ZoneId zone;

    /**
     * Makes a reader of given times.
     *
     * @param zone the zone of times that name none
     */
    GivenTime(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Reads a time; a time of day is one of today, or of yesterday if that is in the future.
     *
     * @throws IllegalArgumentException if it is no time or can't be stored; the message says what is allowed
     */
    Instant read(String text) {
        Instant now = clock.instant();
        ZonedDateTime today = timeOfDay(text, now);
        return today == null ? other(text) : (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
    }

    /**
     * Reads the end of a range; a time of day is the first one after its start.
     *
     * @throws IllegalArgumentException as {@link #read} does
     */
    Instant readAfter(Instant start, String text) {
        ZonedDateTime sameDay = timeOfDay(text, start);
        return sameDay == null
                ? other(text)
                : (sameDay.toInstant().isAfter(start) ? sameDay : sameDay.plusDays(1)).toInstant();
    }

    /** Returns a time of the day that a time is in; null if the text is no time of day. */
    private @Nullable ZonedDateTime timeOfDay(String text, Instant of) {
        try {
            LocalTime time = LocalTime.parse(text);
            return of.atZone(zone).toLocalDate().atTime(time).atZone(zone);
        } catch (DateTimeException ignored) {
            return null;
        }
    }

    private Instant other(String text) {
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeException noInstant) {
            try {
                time = LocalDateTime.parse(text).atZone(zone).toInstant();
            } catch (DateTimeException noTime) {
                return ago(text);
            }
        }
        if (!StorableTime.fits(time)) {
            throw new IllegalArgumentException(StorableTime.MIN + " to " + StorableTime.MAX);
        }
        return time;
    }

    private Instant ago(String text) {
        try {
            return clock.instant().minus(AGO.read(text));
        } catch (ConfigException ignored) {
            throw new IllegalArgumentException(FORMS);
        }
    }
}
