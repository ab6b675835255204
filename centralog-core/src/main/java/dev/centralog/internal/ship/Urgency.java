// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;

/**
 * The two requests of an application that ends to the shipper: to hurry, and to finish within limits. Neither is taken back.
 *
 * <p>Thread-safety: any thread.
 */
final class Urgency {
    /** The time that a sign of life alone may take at the end: a Redis that answers does so at once. */
    private static final long SIGNS_NANOS = Duration.ofMillis(500).toNanos();

    private final OutageTracker outage;
    private final Clock clock;
    private volatile boolean hurried;
    private volatile boolean finishing;
    private volatile boolean onlySignsLeft;
    private volatile long finishNanos;
    private volatile EndLimits limits = EndLimits.always(Duration.ZERO);

    Urgency(OutageTracker outage, Clock clock) {
        this.outage = outage;
        this.clock = clock;
    }

    /** Makes flushes follow each other with hardly a wait from now on, as the JVM is ending. */
    void hurry() {
        hurried = true;
    }

    /** Asks the shipper to ship the rest within these limits, as nothing more will be logged. */
    void finish(EndLimits within) {
        limits = within;
        finishNanos = clock.nanos();
        finishing = true;
    }

    boolean isHurried() {
        return hurried;
    }

    /** Whether the application ends, in either way. */
    boolean isEnding() {
        return hurried || finishing;
    }

    /** Sets whether nothing but signs of life is left to be shipped: then the end is a short one. */
    void setOnlySignsLeft(boolean isIt) {
        onlySignsLeft = isIt;
    }

    boolean isFinishing() {
        return finishing;
    }

    boolean isOverdue() {
        return finishing && leftNanos() <= 0;
    }

    /** Returns the time until the end, in nanoseconds; meaningless unless finishing. */
    long leftNanos() {
        return Math.min(leftForSignsNanos(), limits.leftNanos(finishNanos, outage, clock));
    }

    /** Returns the time for which signs of life may still be waited for, in nanoseconds; endless if other things are left. */
    long leftForSignsNanos() {
        return onlySignsLeft ? SIGNS_NANOS - (clock.nanos() - finishNanos) : Long.MAX_VALUE;
    }
}
