// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which stack frames lie between an event's caller and this appender, by the rules of Logback's own {@code
 * ch.qos.logback.classic.spi.CallerData}. The rules depend on the class that the logger was called through: Logback's,
 * or a wrapper or bridge that passed its own name. The event keeps that name in a field that only {@code
 * getCallerData()} reads, and this method also fills a whole stack trace. So the field is read directly if the JVM
 * allows it, which it does unless Logback is a named module. Otherwise the frames of unknown wrappers count as the
 * caller.
 */
final class CallerBoundary {
    private static final @Nullable VarHandle BOUNDARY = boundaryField();
    private static final List<String> BRIDGES = List.of(
            "org.slf4j.",
            "ch.qos.logback.classic.Logger",
            "java.util.logging.",
            "sun.util.logging.",
            "org.apache.commons.logging.",
            "org.apache.logging.slf4j.",
            "org.apache.logging.log4j.",
            "org.apache.log4j.");

    private CallerBoundary() {}

    /** Returns the class that the logger was called through, or null if it can't be read. */
    static @Nullable String of(ILoggingEvent event) {
        return BOUNDARY != null && event instanceof LoggingEvent logged ? (String) BOUNDARY.get(logged) : null;
    }

    /** Whether a frame of that class belongs to the logging framework and so can't be the caller. */
    static boolean isFramework(String className, @Nullable String boundary, List<String> frameworkPackages) {
        boolean own = boundary == null
                ? startsWithAny(className, BRIDGES)
                : className.equals(boundary)
                        || className.equals("org.apache.log4j.Category")
                        || className.startsWith("org.slf4j.Logger");
        return own || startsWithAny(className, frameworkPackages);
    }

    private static boolean startsWithAny(String className, List<String> prefixes) {
        for (int index = 0; index < prefixes.size(); index++) {
            if (className.startsWith(prefixes.get(index))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable VarHandle boundaryField() {
        try {
            return MethodHandles.privateLookupIn(LoggingEvent.class, MethodHandles.lookup())
                    .findVarHandle(LoggingEvent.class, "fqnOfLoggerClass", String.class);
        } catch (ReflectiveOperationException | RuntimeException ignored) {
            return null;
        }
    }
}
