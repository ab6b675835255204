// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read.
 *
 * @param level of this level or a more severe one; a level that is none of the usual six: exactly this one
 * @param loggerPrefix of loggers whose name starts so
 * @param app of this application
 * @param since not older than this
 */
public record EventQuery(
        @Nullable Level level,
        @Nullable String loggerPrefix,
        @Nullable String app,
        @Nullable Instant since) {
    /** All events. */
    public static final EventQuery ALL = new EventQuery(null, null, null, null);

    Condition condition(String timeParameter) {
        List<String> parts = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        if (level != null && level.severity() > 0) {
            parts.add("severity >= ?");
            parameters.add((long) level.severity());
        } else if (level != null) {
            parts.add("level = ?");
            parameters.add(level.name());
        }
        if (loggerPrefix != null) {
            parts.add("substr(logger, 1, ?) = ?");
            parameters.add(loggerPrefix.codePointCount(0, loggerPrefix.length()));
            parameters.add(loggerPrefix);
        }
        if (app != null) {
            parts.add("app = ?");
            parameters.add(app);
        }
        if (since != null) {
            parts.add("time >= " + timeParameter);
            parameters.add(since);
        }
        return Condition.all(parts, parameters);
    }
}
