// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.StatusListener;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to Log4j2's status logger what Centralog says about itself; core has already limited how often.
 *
 * <p>By default the status logger shows errors alone. So a warning becomes an error where nobody would see the warning; a
 * configuration with {@code status="warn"} sees it as what it is, and one with {@code status="off"} sees neither.
 */
record Status(Appender appender) implements StatusListener {
    /** The package of the bean in JMX that shows what it is told to those who look at it. */
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
