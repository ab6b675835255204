// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.Level;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.TimeRange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which events are meant. */
final class FilterOptions {
    private static final int FEWEST_DIGITS = 4;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only this level and more severe ones.")
    private @Nullable String level;

    @Option(names = "--logger", paramLabel = "PREFIX", description = "Only loggers whose name begins with this.")
    private @Nullable String logger;

    @Option(names = "--app", paramLabel = "NAME", description = "Only this application.")
    private @Nullable String app;

    @Option(names = "--environment", paramLabel = "NAME", description = "Only this environment.")
    private @Nullable String environment;

    @Option(names = "--host", paramLabel = "NAME", description = "Only what processes on this host have logged.")
    private @Nullable String host;

    @Option(
            names = "--grep",
            paramLabel = "TEXT",
            description =
                    "Only what has this text in its message, its template or what was thrown, in capitals or not; of a"
                            + " group, its first event decides. No character has another meaning.")
    private @Nullable String grep;

    /** Returns the query for events of a range that these options make. */
    EventQuery query(TimeRange range) {
        if (grep != null && grep.isEmpty()) {
            throw wrong("--grep is ''; allowed is a text of one character or more");
        }
        return EventQuery.in(range)
                .with(Kind.LEVEL, level == null ? null : Level.of(level).name())
                .with(Kind.LOGGER, logger)
                .with(Kind.APP, app)
                .with(Kind.ENVIRONMENT, environment)
                .with(Kind.HOST, host)
                .with(Kind.GREP, grep);
    }

    /**
     * Returns the start of a group's id that was given; null for null.
     *
     * @param option the option or parameter, for the message
     */
    @Nullable
    static String group(CommandSpec command, String option, @Nullable String given) {
        if (given != null && given.length() < FEWEST_DIGITS) {
            throw new ParameterException(
                    command.commandLine(),
                    option + " is '" + given + "'; allowed is an id that './centralog groups' shows, or "
                            + FEWEST_DIGITS + " or more characters of its start");
        }
        return given;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
