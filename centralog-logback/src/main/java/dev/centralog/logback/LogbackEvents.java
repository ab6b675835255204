// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.centralog.LogEvent;

/** Makes Logback's events of gathered ones, for layouts, encoders and appenders. */
public final class LogbackEvents {
    private LogbackEvents() {}

    /**
     * The event as Logback had it. Layouts print of it what they would have printed of the original, with these limits:
     * a level that Logback does not know becomes the nearest of its five; the caller is known one frame deep; packaging
     * data ({@code %xEx} with it switched on) and the logger context's own properties are not kept, the context's name
     * is the application's and its birth the event's time; and what a setting had cut stays cut.
     *
     * <p>Thread-safety: the event is immutable. It needs none of the classes of the original's throwables, markers or
     * arguments, and touches nothing global: its markers are not SLF4J's factory's.
     */
    public static ILoggingEvent of(LogEvent event) {
        return new RebuiltEvent(event);
    }
}
