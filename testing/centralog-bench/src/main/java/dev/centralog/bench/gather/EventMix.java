// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.Centralog;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.bench.gather.Feed.Pace;
import java.time.Instant;

/**
 * Seconds of events: each second has many events that come once, and some that come a thousand times. Every twentieth
 * has an exception.
 *
 * @param first the first second
 */
record EventMix(Instant first) {
    private static final int DISTINCT = 950;
    private static final int REPEATED = 50;
    private static final int REPEATS = 1000;
    private static final int EXCEPTION_EVERY = 20;
    private static final int MESSAGE_CHARACTERS = 600;
    private static final int FRAMES = 40;
    private static final String WORDS = "order accepted by warehouse and forwarded to carrier; ".repeat(12);

    long log(Centralog centralog, Pace pace, int rows) throws InterruptedException {
        Throwable thrown = thrown(FRAMES);
        long calls = 0;
        for (int row = 0; row < rows; row++) {
            int place = row % (DISTINCT + REPEATED);
            LogEvent.Builder event = LogEvent.builder()
                    .time(first.plusSeconds(row / (DISTINCT + REPEATED)).plusNanos(place))
                    .logger("shop.orders.Dispatcher")
                    .message(message(row));
            if (row % EXCEPTION_EVERY == 0) {
                event.level(Level.ERROR).thrown(thrown);
            }
            LogEvent logged = event.build();
            int times = place < DISTINCT ? 1 : REPEATS;
            for (int i = 0; i < times; i++) {
                centralog.log(logged);
            }
            calls += times;
            pace.keep();
        }
        return calls;
    }

    private static String message(int row) {
        return ("order " + row + ": " + WORDS).substring(0, MESSAGE_CHARACTERS);
    }

    /** Returns a throwable from that depth. */
    private static Throwable thrown(int depth) {
        return depth > 1 ? thrown(depth - 1) : new IllegalStateException("no such carrier");
    }
}
