// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way back through a range of time in steps, each of which has more rows than the one before as long as it is read quickly. So
 * one that reads for a bounded time neither asks too often nor too much at once, however dense or sparse the rows are.
 *
 * <p>Thread-safety: none.
 */
final class StepsBack {
    /** The rows of the first step: they are read quickly on any machine. */
    private static final long FEWEST = 250;

    private static final long MOST = 1L << 24;
    private static final Duration QUICK = Duration.ofMillis(15);
    private static final Duration SLOW = Duration.ofMillis(60);

    private final Clock clock;
    private final long start;
    private final Rows rows;
    private final Instant oldest;
    private Instant to;
    private long step = FEWEST;

    /** The rows that are read. */
    interface Rows {
        /** Returns the second of the row that is so many rows back from the end of a range; null if the range has fewer rows. */
        @Nullable
        Instant back(TimeRange range, long rows);
    }

    /** Begins at the end of a range. */
    StepsBack(Rows rows, Instant oldest, Instant end) {
        this(Clock.system(), rows, oldest, end);
    }

    StepsBack(Clock clock, Rows rows, Instant oldest, Instant end) {
        this.clock = clock;
        this.rows = rows;
        this.oldest = oldest;
        to = end;
        start = clock.nanos();
    }

    /** Returns whether all of the range was read. */
    boolean isAtEnd() {
        return !to.isAfter(oldest);
    }

    /** Returns the time down to which was read. */
    Instant to() {
        return to;
    }

    /** Returns whether the steps have taken longer than some time, from the beginning on. */
    boolean haveTaken(Duration time) {
        return clock.nanos() - start > time.toNanos();
    }

    /** Has the next step read. */
    void go(Consumer<TimeRange> reader) {
        long before = clock.nanos();
        Instant back = rows.back(new TimeRange(oldest, to), step);
        Instant from = back == null || back.isBefore(oldest) ? oldest : back;
        reader.accept(new TimeRange(from, to));
        to = from;
        step = next(Duration.ofNanos(clock.nanos() - before));
    }

    private long next(Duration took) {
        if (took.compareTo(QUICK) < 0) {
            return Math.min(MOST, step * 2);
        }
        return took.compareTo(SLOW) > 0 ? Math.max(FEWEST, step / 2) : step;
    }
}
