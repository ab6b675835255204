// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.time.Duration;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** Logs lines one by one, and counts its calls. Not thread-safe. */
final class Replay {
    private static final String NAMELESS = "unnamed";

    private final LoggingContext context;
    private final Stopwatch stopwatch;
    private final double speed;
    private @Nullable LocalDateTime first;
    private long logged;
    private long unaligned;

    /** @param speed how much faster than the original; 0: as fast as possible */
    Replay(LoggingContext context, Stopwatch stopwatch, double speed) {
        this.context = context;
        this.stopwatch = stopwatch;
        this.speed = speed;
    }

    /** Logs a line through the logger of its name, at its time if that matters. */
    void log(LoggedLine line) {
        LocalDateTime time = line.time();
        if (speed > 0 && time != null) {
            if (first == null) {
                first = time;
            }
            stopwatch.awaitNanos((long) (Duration.between(first, time).toNanos() / speed));
        }
        EventLogger logger = context.logger(line.logger().isEmpty() ? NAMELESS : line.logger());
        Alignment alignment = Alignment.of(line.template(), line.message()).orElse(null);
        if (alignment == null) {
            unaligned++;
            logger.log(line.severity(), line.message());
        } else {
            logger.log(
                    line.severity(), alignment.template(), alignment.arguments().toArray());
        }
        logged++;
    }

    long logged() {
        return logged;
    }

    /** How many lines did not follow their templates, and were logged with the message as such. */
    long unaligned() {
        return unaligned;
    }
}
