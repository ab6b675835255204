// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The time since a start. No other class here reads the clock or waits for it. Thread-safe. */
final class Stopwatch {
    /** The shortest wait; shorter ones cost more than they are worth. */
    private static final long SHORTEST_WAIT_NANOS = 200_000;

    private final long startNanos = System.nanoTime();

    private Stopwatch() {}

    static Stopwatch start() {
        return new Stopwatch();
    }

    Duration elapsed() {
        return Duration.ofNanos(elapsedNanos());
    }

    private long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** Blocks until that much time has passed since the start, or the thread is interrupted. */
    void awaitNanos(long sinceStart) {
        long left = sinceStart - elapsedNanos();
        while (left > SHORTEST_WAIT_NANOS && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = sinceStart - elapsedNanos();
        }
    }
}
