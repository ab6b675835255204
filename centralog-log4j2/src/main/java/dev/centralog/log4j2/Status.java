// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.StatusListener;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** Passes on to Log4j2's status logger what Centralog says about itself; core has already limited how often. */
record Status(Appender appender) implements StatusListener {
    @Override
    public void say(Severity severity, String message, @Nullable Throwable cause) {
        Level level =
                switch (severity) {
                    case INFO -> Level.INFO;
                    case WARN -> Level.WARN;
                    case ERROR -> Level.ERROR;
                };
        StatusLogger.getLogger().log(level, "Centralog appender '" + appender.getName() + "': " + message, cause);
    }
}
