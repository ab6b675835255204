// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.asked;

import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the times, ranges and periods that are asked for. All methods throw {@link IllegalArgumentException} for a text that is
 * not allowed; the message names it, its value and what is allowed.
 *
 * <p>Thread-safety: immutable.
 */
public final class AskedTimes {
    private final Clock clock;
    private final ZoneId zone;
    private final String prefix;

    /**
     * Makes a reader.
     *
     * @param zone the zone of times that name none
     * @param prefix what stands before the names of times in messages: {@code --} for options, or nothing
     */
    public AskedTimes(Clock clock, ZoneId zone, String prefix) {
        this.clock = clock;
        this.zone = zone;
        this.prefix = prefix;
    }

    /** Returns the present time. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns a time. */
    public Instant time(String name, String text) {
        return allowed(name, text, () -> new GivenTime(clock, zone).read(text));
    }

    /** Returns a time; a time of day is the first one after a start. */
    private Instant timeAfter(String name, Instant start, String text) {
        return allowed(name, text, () -> new GivenTime(clock, zone).readAfter(start, text));
    }

    private Instant allowed(String name, String text, Supplier<Instant> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + name + " is '" + text + "'; allowed is " + e.getMessage(), e);
        }
    }

    /** Returns the range between two times, {@code since} and {@code until}; without an end where one is null. */
    public TimeRange range(@Nullable String since, @Nullable String until) {
        Instant from = since == null ? null : past("since", since);
        Instant to = until == null ? null : from == null ? time("until", until) : timeAfter("until", from, until);
        if (from != null && to != null && !to.isAfter(from)) {
            throw new IllegalArgumentException(prefix + "until is '" + until + "', i.e. " + to
                    + "; allowed is what is later than " + prefix + "since, which is " + from);
        }
        return new TimeRange(from, to);
    }

    private Instant past(String name, String text) {
        Instant time = time(name, text);
        if (time.isAfter(now())) {
            throw new IllegalArgumentException(
                    prefix + name + " is '" + text + "', which is in the future; it is " + now() + " now");
        }
        return time;
    }

    /** Returns the period from a time, {@code since}, up to now. */
    public AskedPeriod periodSince(String since, Duration quiet) {
        Instant now = now();
        return new AskedPeriod(null, cut(past("since", since), now), now, quiet);
    }

    /** Returns the period between two times, {@code between}. */
    public AskedPeriod periodBetween(String start, String end, Duration quiet) {
        Instant now = now();
        Instant from = cut(time("between", start), now);
        Instant to = end(timeAfter("between", from, end), now);
        if (!to.isAfter(from)) {
            throw new IllegalArgumentException(
                    prefix + "between ends at " + to + "; allowed is what is later than its start, " + from);
        }
        return new AskedPeriod(null, from, to, quiet);
    }

    private static Instant cut(Instant time, Instant now) {
        return time.truncatedTo(
                time.isBefore(now.minus(Slices.MINUTES_ARE_KEPT)) ? ChronoUnit.HOURS : ChronoUnit.MINUTES);
    }

    /** Returns the end of a period; where there may be no sums of minutes any more, the end of its hour. */
    private static Instant end(Instant end, Instant now) {
        Instant hour = end.truncatedTo(ChronoUnit.HOURS);
        return end.isBefore(now.minus(Slices.MINUTES_ARE_KEPT)) && !hour.equals(end)
                ? hour.plus(1, ChronoUnit.HOURS)
                : end;
    }
}
