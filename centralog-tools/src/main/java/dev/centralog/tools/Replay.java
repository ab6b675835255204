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

    /**
     * Creates a replay.
     *
     * @param speed how many times faster than the original; 0: as fast as possible
     */
    Replay(LoggingContext context, Stopwatch stopwatch, double speed) {
        this.context = context;
        this.stopwatch = stopwatch;
        this.speed = speed;
    }

    /** Logs a line through the logger that it names; with a speed above 0, at its time. */
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

    /** Returns the number of lines that did not match their templates; their message was logged as it is. */
    long unaligned() {
        return unaligned;
    }
}
