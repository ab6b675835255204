// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.text.Times;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that limit the time of what is shown, and the zone of times. */
final class TimeOptions {
    private final Clock clock = Clock.systemUTC();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what is not older than this: " + GivenTime.FORMS
                    + ". A time of day is of today, or of yesterday if it is later than now.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description =
                    "Only what is older than this, in the same forms; a time of day is the first one after --since.")
    private @Nullable String until;

    @Option(names = "--local-time", description = "Times are given and shown in the zone of this machine, not in UTC.")
    private boolean localTime;

    /** Returns the zone in which times are given and shown. */
    ZoneId zone() {
        return localTime ? ZoneId.systemDefault() : ZoneOffset.UTC;
    }

    /** Returns the form in which times are shown. */
    Times times() {
        return new Times(zone());
    }

    /** Returns this machine's time. */
    Instant now() {
        return clock.instant();
    }

    /** Returns the range of time; without ends where none are given. */
    TimeRange range() {
        GivenTime given = new GivenTime(clock, zone());
        String start = since;
        String end = until;
        Instant from = start == null ? null : allowed("--since", start, () -> given.read(start));
        if (from != null && from.isAfter(now())) {
            throw wrong("--since is '" + start + "', which is in the future; it is " + now() + " now");
        }
        Instant to = end == null
                ? null
                : allowed("--until", end, () -> from == null ? given.read(end) : given.readAfter(from, end));
        if (from != null && to != null && !to.isAfter(from)) {
            throw wrong("--until is '" + end + "', i.e. " + to + "; allowed is what is later than --since, which is "
                    + from);
        }
        return new TimeRange(from, to);
    }

    private interface Reader {
        Instant read();
    }

    private Instant allowed(String option, String text, Reader reader) {
        try {
            return reader.read();
        } catch (IllegalArgumentException e) {
            throw wrong(option + " is '" + text + "'; allowed is " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
