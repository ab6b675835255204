// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.time.Duration;

/**
 * How long the shipper waits before its next flush: a function of the situation, without a clock.
 *
 * @param flushInterval the setting
 */
record FlushSchedule(Duration flushInterval) {
    private static final Duration HURRIED_INTERVAL = Duration.ofMillis(10);

    /** Whether Redis was there at the last attempt. */
    enum Link {
        AVAILABLE,
        UNAVAILABLE
    }

    /** What a disk does for what Redis does not take. */
    enum Disk {
        OFF,
        WRITABLE,
        /** It refused at the last attempt, or is full. */
        REFUSING
    }

    /**
     * What the wait depends on.
     *
     * @param link whether Redis was there at the last attempt
     * @param disk what a disk does meanwhile
     * @param isHurried whether the JVM is ending, or calls wait
     * @param isFinishing whether nothing more will be logged
     * @param isLastAttemptDue whether Redis was not tried yet since an end began
     * @param wanted what asks for a flush before its time
     * @param sinceNanos the time since the wait began; while Redis is unavailable, since the last attempt
     * @param pauseNanos how long to pause between attempts while Redis is unavailable
     * @param leftNanos the time until the deadline, where finishing
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

    /** What asks for a flush before its time. */
    enum Wanted {
        NO,
        /** The buffer presses, which a Redis that is unavailable would not change. */
        BY_BUFFER,
        BY_CALL
    }

    /** Returns how long to wait, in nanoseconds; zero or less: not at all. */
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
            nanos = Math.min(nanos, intervalNanos(now)); // for the disk is there
        }
        return now.isFinishing ? Math.min(nanos, now.leftNanos) : nanos;
    }

    private long intervalNanos(Situation now) {
        return (now.isHurried && now.disk != Disk.REFUSING ? HURRIED_INTERVAL : flushInterval).toNanos();
    }
}
