// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.StatusListener;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * Passes Centralog's messages about itself to Log4j2's status logger. Core has already limited their number.
 *
 * <p>By default the status logger shows only errors. So a warning is logged as an error if no listener would show it as
 * a warning. With {@code status="warn"} it stays a warning; with {@code status="off"} neither is shown.
 */
record Status(Appender appender) implements StatusListener {
    /** The package of Log4j2's JMX bean. Its listener does not count: its messages must be looked up to be seen. */
    private static final String JMX = "org.apache.logging.log4j.core.jmx.";

    @Override
    public void say(Severity severity, String message, @Nullable Throwable cause) {
        StatusLogger logger = StatusLogger.getLogger();
        Level level =
                switch (severity) {
                    case INFO -> Level.INFO;
                    case WARN -> isShown(logger, Level.WARN) ? Level.WARN : Level.ERROR;
                    case ERROR -> Level.ERROR;
                };
        logger.log(level, "Centralog appender '" + appender.getName() + "': " + message, cause);
    }

    private static boolean isShown(StatusLogger logger, Level level) {
        boolean isHeard = false;
        for (org.apache.logging.log4j.status.StatusListener each : logger.getListeners()) {
            isHeard = true;
            if (!each.getClass().getName().startsWith(JMX)
                    && each.getStatusLevel().isLessSpecificThan(level)) {
                return true;
            }
        }
        return !isHeard && logger.isEnabled(level);
    }
}
