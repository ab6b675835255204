// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import dev.centralog.bench.application.Application.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * A load: of a hundred calls {@value #REPEATS} repeat one of {@value #TEMPLATES} events, {@value #DISTINCT} are
 * distinct, and the rest have an exception. Thread-safety: one thread starts it.
 */
final class Load {
    static final int THREADS = 2;
    private static final int BURST = 10;

    /** The number of calls per second, of all threads together, if none is late. */
    static final int RATE = THREADS * BURST * 1000;

    private static final int REPEATS = 94;
    private static final int DISTINCT = 5;
    private static final int TEMPLATES = 20;
    private static final int DIGITS = 3;

    /** The longest duration that is recorded exactly; longer ones count as this. */
    private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();

    private static final List<String> REPEATED = templates();
    private static final List<IllegalStateException> THROWN = thrown();

    private final AtomicLong distinct = new AtomicLong();

    private static List<String> templates() {
        List<String> templates = new ArrayList<>();
        for (int number = 0; number < TEMPLATES; number++) {
            templates.add("order {} is in state " + number);
        }
        return List.copyOf(templates);
    }

    private static List<IllegalStateException> thrown() {
        List<IllegalStateException> thrown = new ArrayList<>();
        for (int number = 0; number < TEMPLATES; number++) {
            thrown.add(new IllegalStateException("no state " + number, new IllegalArgumentException("cause")));
        }
        return List.copyOf(thrown);
    }

    /** Runs for that time, and returns the nanoseconds of each call. Blocks for as long. */
    Histogram run(Log log, Duration time) throws InterruptedException {
        List<Caller> callers = new ArrayList<>();
        long startNanos = System.nanoTime();
        for (int number = 0; number < THREADS; number++) {
            callers.add(new Caller(log, startNanos, startNanos + time.toNanos()));
        }
        callers.forEach(Thread::start);
        Histogram all = histogram();
        for (Caller each : callers) {
            each.join();
            all.add(each.times);
        }
        return all;
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST_NANOS, DIGITS);
    }

    private final class Caller extends Thread {
        private final Log log;
        private final Pace pace;
        private final long endNanos;
        private final Histogram times = histogram();

        Caller(Log log, long startNanos, long endNanos) {
            super("caller");
            this.log = log;
            this.pace = new Pace(BURST, startNanos);
            this.endNanos = endNanos;
        }

        @Override
        public void run() {
            int number = 0;
            for (long intended = pace.next(); intended - endNanos < 0; intended = pace.next()) {
                call(number++);
                times.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - intended));
            }
        }

        private void call(int number) {
            int kind = number % 100;
            if (kind < REPEATS) {
                log.info(REPEATED.get(number % TEMPLATES), number);
            } else if (kind < REPEATS + DISTINCT) {
                log.info("order {} is like no other: " + distinct.incrementAndGet(), number);
            } else {
                log.error("order failed", THROWN.get(number / 100 % TEMPLATES));
            }
        }
    }
}
