// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The way back through a range of time in steps, each of which is longer than the one before as long as it is read quickly. So one
 * that reads for a bounded time neither asks too often nor too much at once.
 *
 * <p>Thread-safety: none.
 */
final class StepsBack {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration QUICK = Duration.ofMillis(30);
    private static final Duration SLOW = Duration.ofMillis(120);

    private final Clock clock = Clock.system();
    private final long start = clock.nanos();
    private final Instant oldest;
    private Instant to;
    private Duration step;

    /**
     * Begins at the end of a range.
     *
     * @param first the length of the first step
     */
    StepsBack(Instant oldest, Instant end, Duration first) {
        this.oldest = oldest;
        to = end;
        step = first;
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
        Instant from = to.minus(step).isBefore(oldest) ? oldest : to.minus(step);
        reader.accept(new TimeRange(from, to));
        to = from;
        step = next(Duration.ofNanos(clock.nanos() - before));
    }

    private Duration next(Duration took) {
        if (took.compareTo(QUICK) < 0) {
            return step.compareTo(LONGEST) < 0 ? step.multipliedBy(2) : step;
        }
        return took.compareTo(SLOW) > 0 && step.compareTo(SHORTEST) > 0 ? step.dividedBy(2) : step;
    }
}
