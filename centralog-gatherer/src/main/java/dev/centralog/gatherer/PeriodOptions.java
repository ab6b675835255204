// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.gatherer.asked.AskedPeriod;
import dev.centralog.gatherer.asked.AskedTimes;
import dev.centralog.gatherer.asked.GivenTime;
import dev.centralog.gatherer.text.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code new} that say which period is asked about. */
final class PeriodOptions {
    private final Clock clock = Clock.systemUTC();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--since-release",
            paramLabel = "RELEASE",
            arity = "0..1",
            fallbackValue = AskedPeriod.LAST,
            description =
                    "What has changed in this release; without a name, in that which began last, of each application"
                            + " and environment. This is the default.")
    private @Nullable String sinceRelease;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "What has changed since this time, whatever the release: " + GivenTime.FORMS
                    + ". It is cut to the minute.")
    private @Nullable String since;

    @Option(
            names = "--between",
            paramLabel = "TIME",
            arity = "2",
            description = "What has changed between two times, in the same forms.")
    private @Nullable List<String> between;

    @Option(
            names = "--quiet",
            paramLabel = "TIME",
            description =
                    "With --since and --between: how long a family must not have been seen before to be back (default:"
                            + " 7d). Of a release, the whole release before it.")
    private @Nullable String quiet;

    @Mixin
    private final ZoneOption zone = new ZoneOption();

    /** Returns the period. */
    AskedPeriod given() {
        String start = since;
        List<String> times = between;
        String release = sinceRelease;
        int given = (release == null ? 0 : 1) + (start == null ? 0 : 1) + (times == null ? 0 : 1);
        if (given > 1) {
            throw wrong("--since, --since-release and --between can't be combined: use one of them");
        }
        AskedTimes asked = new AskedTimes(clock, zone.zone(), "--");
        try {
            if (times != null) {
                return asked.periodBetween(times.get(0), times.get(1), quiet());
            }
            if (start != null) {
                return asked.periodSince(start, quiet());
            }
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (quiet != null) {
            throw wrong("--quiet is for --since and --between; of a release, the whole release before it counts");
        }
        if (release != null && release.isBlank()) {
            throw wrong("--since-release is '" + release
                    + "'; allowed is the name of a release, or no value for the last one");
        }
        return AskedPeriod.ofRelease(release == null ? AskedPeriod.LAST : release, asked.now());
    }

    /** Returns the form in which times are shown. */
    Times times() {
        return zone.times();
    }

    private Duration quiet() {
        return duration("--quiet", AskedPeriod.QUIET, quiet);
    }

    /** Returns a length of time that was given, or the default. */
    Duration duration(String option, Setting<Duration> setting, @Nullable String text) {
        try {
            return text == null ? setting.defaultValue() : setting.read(text);
        } catch (ConfigException e) {
            throw wrong(option + " is '" + text + "'; allowed is " + setting.allowed());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
