// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.centralog.LogEvent;

/** Makes Logback's events of gathered ones, for layouts, encoders and appenders. */
public final class LogbackEvents {
    private LogbackEvents() {}

    /**
     * Returns the event as a Logback event. Layouts print it as they would have printed the original, with these
     * limits: a level that Logback does not know becomes the nearest of its five; only one frame of the caller is
     * known; packaging data ({@code %xEx} with packaging data enabled) and the logger context's own properties are not
     * kept; the context's name is the application's and its birth time is the event's time; and whatever a setting has
     * truncated stays truncated.
     *
     * <p>Thread-safety: the event is immutable. It needs no class of the original's throwables, markers or arguments,
     * and changes no global state: its markers are not registered with SLF4J's factory.
     */
    public static ILoggingEvent of(LogEvent event) {
        return new RebuiltEvent(event);
    }
}
