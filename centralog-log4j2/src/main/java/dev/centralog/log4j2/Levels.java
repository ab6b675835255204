// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.Level;

/** Converts Log4j2's levels, custom ones included, to Centralog's and back. */
final class Levels {
    private static final int SEVERITY_OF_OFF = 25;
    /** The ratio of the steps between levels: Log4j2's standard levels are 100 apart, Centralog's are 4 apart. */
    private static final int STEP = 25;

    private static final Map<Level, dev.centralog.Level> KNOWN = new ConcurrentHashMap<>(Map.of(
            Level.TRACE, dev.centralog.Level.TRACE,
            Level.DEBUG, dev.centralog.Level.DEBUG,
            Level.INFO, dev.centralog.Level.INFO,
            Level.WARN, dev.centralog.Level.WARN,
            Level.ERROR, dev.centralog.Level.ERROR,
            Level.FATAL, dev.centralog.Level.FATAL));

    private Levels() {}

    static dev.centralog.Level of(Level level) {
        if (Level.INFO.equals(level)) { // the most frequent levels need no look-up
            return dev.centralog.Level.INFO;
        }
        if (Level.ERROR.equals(level)) {
            return dev.centralog.Level.ERROR;
        }
        dev.centralog.Level known = KNOWN.get(level);
        return known != null ? known : KNOWN.computeIfAbsent(level, Levels::custom);
    }

    private static dev.centralog.Level custom(Level level) {
        int severity = SEVERITY_OF_OFF - Math.round(level.intLevel() / (float) STEP);
        return new dev.centralog.Level(level.name(), Math.max(1, Math.min(24, severity)));
    }

    /**
     * Returns the level of that name. If this JVM has none, creates one with the number that corresponds to the
     * severity.
     */
    static Level of(dev.centralog.Level level) {
        Level there = Level.getLevel(level.name());
        if (there != null) {
            return there;
        }
        if (level.name().isBlank()) {
            return Level.INFO;
        }
        int severity = level.severity() > 0 ? level.severity() : dev.centralog.Level.INFO.severity();
        return Level.forName(level.name(), (SEVERITY_OF_OFF - severity) * STEP);
    }
}
