// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.time.Duration;

/**
 * The time that the shipper waits before its next flush: a function of the situation, without a clock.
 *
 * @param flushInterval the setting {@code flushInterval}
 */
record FlushSchedule(Duration flushInterval) {
    private static final Duration HURRIED_INTERVAL = Duration.ofMillis(10);

    /** Whether Redis was available at the last attempt. */
    enum Link {
        AVAILABLE,
        UNAVAILABLE
    }

    /** The state of the disk that takes what Redis does not take. */
    enum Disk {
        OFF,
        WRITABLE,
        /** A disk that refused the last write, or is full. */
        REFUSING
    }

    /**
     * The situation that the wait depends on.
     *
     * @param link whether Redis was available at the last attempt
     * @param disk the state of the spill's disk
     * @param isHurried whether the JVM is ending, or calls wait
     * @param isFinishing whether nothing more will be logged
     * @param isLastAttemptDue whether an attempt is due at once, such as the first one since an end began
     * @param wanted the reason for a flush before its time, if any
     * @param sinceNanos the time since the wait began; while Redis is unavailable, since the last attempt
     * @param pauseNanos how long to pause between attempts while Redis is unavailable
     * @param leftNanos the time until the deadline, if finishing
     */
    record Situation(
            Link link,
            Disk disk,
            boolean isHurried,
            boolean isFinishing,
            boolean isLastAttemptDue,
            Wanted wanted,
            long sinceNanos,
            long pauseNanos,
            long leftNanos) {}

    /** The reasons for a flush before its time. */
    enum Wanted {
        NO,
        /** A buffer that presses; ignored while Redis is unavailable, as an attempt would not change that. */
        BY_BUFFER,
        BY_CALL
    }

    /** Returns the time to wait, in nanoseconds; zero or less for no wait. */
    long waitNanos(Situation now) {
        boolean isAway = now.link == Link.UNAVAILABLE;
        if (now.wanted == Wanted.BY_CALL || (now.wanted == Wanted.BY_BUFFER && !isAway)) {
            return 0;
        }
        if (!isAway) {
            return now.isFinishing ? 0 : intervalNanos(now) - now.sinceNanos;
        }
        if (now.isLastAttemptDue) {
            return 0;
        }
        long nanos = now.pauseNanos - now.sinceNanos;
        if (now.disk != Disk.OFF) {
            nanos = Math.min(nanos, intervalNanos(now)); // as the disk can take lines meanwhile
        }
        return now.isFinishing ? Math.min(nanos, now.leftNanos) : nanos;
    }

    private long intervalNanos(Situation now) {
        return (now.isHurried && now.disk != Disk.REFUSING ? HURRIED_INTERVAL : flushInterval).toNanos();
    }
}
