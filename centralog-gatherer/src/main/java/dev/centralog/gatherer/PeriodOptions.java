// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.text.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private static final Setting<Duration> QUIET =
            Setting.duration("quiet", "7d", new Setting.Range("1h", "400d"), "How long a family must be quiet.");

    /** The stand-in for the release that began last. */
    static final String LAST = "~last";

    private final Clock clock = Clock.systemUTC();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--since-release",
            paramLabel = "RELEASE",
            arity = "0..1",
            fallbackValue = LAST,
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

    /**
     * The period that was asked about.
     *
     * @param release the release's name; {@link #LAST} for the last one, null for a period between two times
     * @param from the start; of a release, the time of asking
     * @param to the end
     * @param quiet how long a family must not have been seen to be back
     */
    record Given(@Nullable String release, Instant from, Instant to, Duration quiet) {}

    /** Returns the period. */
    Given given() {
        List<String> times = between;
        int given = (sinceRelease == null ? 0 : 1) + (since == null ? 0 : 1) + (times == null ? 0 : 1);
        if (given > 1) {
            throw wrong("--since, --since-release and --between can't be combined: use one of them");
        }
        Instant now = clock.instant();
        if (times != null) {
            Instant from = cut(time("--between", times.get(0)), now);
            Instant to = end(from, times.get(1), now);
            if (!to.isAfter(from)) {
                throw wrong("--between ends at " + to + "; allowed is what is later than its start, " + from);
            }
            return new Given(null, from, to, quiet());
        }
        if (since != null) {
            Instant from = cut(time("--since", since), now);
            if (from.isAfter(now)) {
                throw wrong("--since is '" + since + "', which is in the future; it is " + now + " now");
            }
            return new Given(null, from, now, quiet());
        }
        if (quiet != null) {
            throw wrong("--quiet is for --since and --between; of a release, the whole release before it counts");
        }
        if (sinceRelease != null && sinceRelease.isBlank()) {
            throw wrong("--since-release is '" + sinceRelease
                    + "'; allowed is the name of a release, or no value for the last one");
        }
        return new Given(sinceRelease == null ? LAST : sinceRelease, now, now, QUIET.defaultValue());
    }

    /** Returns the form in which times are shown. */
    Times times() {
        return zone.times();
    }

    private Instant time(String option, String text) {
        return GivenTime.allowed(
                Objects.requireNonNull(command), option, text, () -> new GivenTime(clock, zone.zone()).read(text));
    }

    /** Returns the end of a period; where there may be no sums of minutes any more, the end of its hour. */
    private Instant end(Instant from, String text, Instant now) {
        Instant end = GivenTime.allowed(
                Objects.requireNonNull(command), "--between", text, () -> new GivenTime(clock, zone.zone())
                        .readAfter(from, text));
        Instant hour = end.truncatedTo(ChronoUnit.HOURS);
        return end.isBefore(now.minus(Slices.MINUTES_ARE_KEPT)) && !hour.equals(end)
                ? hour.plus(1, ChronoUnit.HOURS)
                : end;
    }

    private static Instant cut(Instant time, Instant now) {
        return time.truncatedTo(
                time.isBefore(now.minus(Slices.MINUTES_ARE_KEPT)) ? ChronoUnit.HOURS : ChronoUnit.MINUTES);
    }

    private Duration quiet() {
        return duration("--quiet", QUIET, quiet);
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
