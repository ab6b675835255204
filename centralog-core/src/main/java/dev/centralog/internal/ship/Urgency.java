// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;

/**
 * What an application that ends asks of the shipper: to hurry, and to finish within limits. Neither is taken back.
 *
 * <p>Thread-safety: any thread.
 */
final class Urgency {
    private final OutageTracker outage;
    private final Clock clock;
    private volatile boolean hurried;
    private volatile boolean finishing;
    private volatile long finishNanos;
    private volatile EndLimits limits = EndLimits.always(Duration.ZERO);

    Urgency(OutageTracker outage, Clock clock) {
        this.outage = outage;
        this.clock = clock;
    }

    /** From now on flushes hardly wait: the JVM is ending. */
    void hurry() {
        hurried = true;
    }

    /** Asks it to ship what is there from now on, within these limits: nothing more will be logged. */
    void finish(EndLimits within) {
        limits = within;
        finishNanos = clock.nanos();
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

    /** The time until the end; meaningless unless finishing. */
    long leftNanos() {
        return limits.leftNanos(finishNanos, outage, clock);
    }
}
