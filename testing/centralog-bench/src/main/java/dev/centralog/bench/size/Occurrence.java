// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.size;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import java.time.Instant;

/**
 * An event of one of 500 statements: of a hundred, two are errors with a stack trace of 40 frames, eight are warnings.
 *
 * @param number the number of the event, which makes its arguments differ from those of others
 */
record Occurrence(Instant time, int group, long number) {
    /** The number of different statements. */
    static final int GROUPS = 500;

    private static final int ERRORS = GROUPS / 50;
    private static final int WARNINGS = GROUPS / 10;
    private static final int FRAMES = 40;
    private static final LoggerContext CONTEXT = new LoggerContext();

    private static Throwable thrown(int depth) {
        return depth > 1 ? thrown(depth - 1) : new IllegalStateException("no such carrier");
    }

    private String logger() {
        return "com.example.shop.part" + group % 20 + ".Service" + group;
    }

    private String template() {
        return "step " + group + ": order {} of customer {} took {} ms";
    }

    private Object[] arguments() {
        return new Object[] {number, number % 977, number % 97};
    }

    private boolean hasThrown() {
        return group < ERRORS;
    }

    /** Returns the event as an application hands it over to Centralog. */
    LogEvent event() {
        LogEvent.Builder event = LogEvent.builder()
                .time(time)
                .level(hasThrown() ? Level.ERROR : group < WARNINGS ? Level.WARN : Level.INFO)
                .logger(logger())
                .template(template())
                .arguments(arguments())
                .message("step " + group + ": order " + number + " of customer " + number % 977 + " took " + number % 97
                        + " ms");
        return hasThrown() ? event.thrown(thrown(FRAMES)).build() : event.build();
    }

    /** Returns the same event as Logback hands it over to a layout. */
    LoggingEvent ofLogback() {
        ch.qos.logback.classic.Level level = hasThrown()
                ? ch.qos.logback.classic.Level.ERROR
                : group < WARNINGS ? ch.qos.logback.classic.Level.WARN : ch.qos.logback.classic.Level.INFO;
        LoggingEvent event = new LoggingEvent(
                Occurrence.class.getName(),
                CONTEXT.getLogger(logger()),
                level,
                template(),
                hasThrown() ? thrown(FRAMES) : null,
                arguments());
        event.setInstant(time);
        event.setThreadName("http-nio-8080-exec-" + number % 16);
        return event;
    }
}
