// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.gatherer.sink.StorableTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that limit how many stored rows are shown, and from which time on. */
final class RangeOptions {
    private static final Setting<Duration> AGO =
            Setting.duration("since", "10m", new Setting.Range("0s", "36500d"), "How far back.");

    private final Clock clock = Clock.systemUTC();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what is not older than this: a time such as 10m or 2h, or an instant such as"
                    + " 2026-01-31T23:59:59Z.")
    private @Nullable String since;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most to show, the latest ones (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    /** Returns the highest number of rows to show; never negative. */
    int limit() {
        if (limit < 0) {
            throw wrong("--limit is " + limit + "; allowed is 0 or more");
        }
        return limit;
    }

    /** Returns the time from which on rows are shown; null for all. */
    @Nullable
    Instant since() {
        String text = since;
        if (text == null) {
            return null;
        }
        try {
            Instant time = Instant.parse(text);
            if (!StorableTime.fits(time)) {
                throw wrong("--since is '" + text + "'; allowed is " + StorableTime.MIN + " to " + StorableTime.MAX);
            }
            return time;
        } catch (DateTimeParseException ignored) {
            try {
                return clock.instant().minus(AGO.read(text));
            } catch (ConfigException e) {
                throw wrong("--since is '" + text + "'; allowed is a time such as 10m or 2h, or an instant such as"
                        + " 2026-01-31T23:59:59Z");
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
