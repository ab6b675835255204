// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import dev.centralog.gatherer.stored.Misses.Filter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for events. Each parameter limits it; null does not.
 *
 * @param level the least severe level; if it is none of the usual six, the only level
 * @param loggerPrefix the start of the loggers' names
 * @param app the only application
 * @param since the second that the oldest event was counted in
 */
public record EventQuery(
        @Nullable Level level,
        @Nullable String loggerPrefix,
        @Nullable String app,
        @Nullable Instant since) {
    /** The query for all events. */
    public static final EventQuery ALL = new EventQuery(null, null, null, null);

    /** Returns the same query from another second on, or for all seconds if it is null. */
    EventQuery since(@Nullable Instant second) {
        return new EventQuery(level, loggerPrefix, app, second);
    }

    Condition condition(String timeParameter) {
        return Condition.all(filters(timeParameter));
    }

    /** Returns the filters of this query. */
    List<Filter> filters(String timeParameter) {
        List<Filter> filters = new ArrayList<>();
        if (level != null) {
            Condition severe = level.severity() > 0
                    ? new Condition("severity >= ?", List.of((long) level.severity()))
                    : new Condition("level = ?", List.of(level.name()));
            filters.add(new Filter("--level " + level.name(), severe, "level"));
        }
        if (loggerPrefix != null) {
            List<Object> start = List.of(loggerPrefix.codePointCount(0, loggerPrefix.length()), loggerPrefix);
            filters.add(
                    new Filter("--logger " + loggerPrefix, new Condition("substr(logger, 1, ?) = ?", start), "logger"));
        }
        if (app != null) {
            filters.add(new Filter("--app " + app, new Condition("app = ?", List.of(app)), "app"));
        }
        if (since != null) {
            filters.add(new Filter(
                    "--since " + since,
                    new Condition("window_start >= " + timeParameter, List.of(since.truncatedTo(ChronoUnit.SECONDS))),
                    "window_start"));
        }
        return filters;
    }
}
