// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.Level;
import org.jspecify.annotations.Nullable;

/** Converts Logback's levels to Centralog's and back. */
final class Levels {
    private static final dev.centralog.Level UNKNOWN = new dev.centralog.Level("UNKNOWN", 0);

    private Levels() {}

    /** Returns Centralog's level. The given level may be null, in an event that was created by hand. */
    static dev.centralog.Level of(@Nullable Level level) {
        if (level == null) {
            return UNKNOWN;
        }
        return switch (level.toInt()) {
            case Level.ERROR_INT -> dev.centralog.Level.ERROR;
            case Level.WARN_INT -> dev.centralog.Level.WARN;
            case Level.INFO_INT -> dev.centralog.Level.INFO;
            case Level.DEBUG_INT -> dev.centralog.Level.DEBUG;
            case Level.TRACE_INT -> dev.centralog.Level.TRACE;
            default -> dev.centralog.Level.of(level.toString());
        };
    }

    /** Returns the nearest of Logback's five levels; it allows no others. */
    static Level nearest(dev.centralog.Level level) {
        int severity = level.severity();
        if (severity >= dev.centralog.Level.ERROR.severity()) {
            return Level.ERROR;
        }
        if (severity >= dev.centralog.Level.WARN.severity()) {
            return Level.WARN;
        }
        if (severity >= dev.centralog.Level.INFO.severity() || severity == 0) {
            return Level.INFO;
        }
        return severity >= dev.centralog.Level.DEBUG.severity() ? Level.DEBUG : Level.TRACE;
    }
}
