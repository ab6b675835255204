// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;

/**
 * What an application that ends asks of the shipper: to hurry, and to finish by a deadline. Neither is taken back.
 *
 * <p>Thread-safety: any thread.
 */
final class Urgency {
    private final Clock clock;
    private volatile boolean hurried;
    private volatile boolean finishing;
    private volatile long deadlineNanos;

    Urgency(Clock clock) {
        this.clock = clock;
    }

    /** From now on flushes hardly wait: the JVM is ending. */
    void hurry() {
        hurried = true;
    }

    /** Nothing more will be logged: what is there is to be shipped by then. */
    void finish(long untilNanos) {
        deadlineNanos = untilNanos;
        finishing = true;
    }

    boolean isHurried() {
        return hurried;
    }

    boolean isFinishing() {
        return finishing;
    }

    boolean isOverdue() {
        return finishing && leftNanos() <= 0;
    }

    /** The time until the deadline; meaningless unless finishing. */
    long leftNanos() {
        return deadlineNanos - clock.nanos();
    }
}
