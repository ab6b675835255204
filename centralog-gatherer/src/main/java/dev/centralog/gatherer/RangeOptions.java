// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.asked.AskedTimes;
import dev.centralog.gatherer.asked.GivenTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that limit how many stored rows are shown, and from which time on. */
final class RangeOptions {
    private final Clock clock = Clock.systemUTC();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what is not older than this: " + GivenTime.FORMS + ".")
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
            return new AskedTimes(clock, ZoneOffset.UTC, "--").time("since", text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
