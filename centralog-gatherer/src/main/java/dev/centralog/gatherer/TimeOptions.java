// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.asked.AskedTimes;
import dev.centralog.gatherer.asked.GivenTime;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.text.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final ZoneOption zone = new ZoneOption();

    /** Returns the form in which times are shown. */
    Times times() {
        return zone.times();
    }

    /** Returns this machine's time. */
    Instant now() {
        return clock.instant();
    }

    /** Returns the range of time; without ends where none are given. */
    TimeRange range() {
        try {
            return new AskedTimes(clock, zone.zone(), "--").range(since, until);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
