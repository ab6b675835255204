// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The time that the shipper waits before its next flush: a function of the situation, without a clock.
 *
 * <p>Flushes are due at times that are {@code flushInterval} apart, on a grid of this process's own. So processes that begin to
 * log in the same moment, as their clocks strike or as they are deployed, flush at different times, and what is counted waits
 * for one {@code flushInterval} at most, as before.
 *
 * @param flushInterval the setting {@code flushInterval}
 * @param phaseNanos a time of the grid, in nanoseconds
 */
record FlushSchedule(Duration flushInterval, long phaseNanos) {
    private static final Duration HURRIED_INTERVAL = Duration.ofMillis(10);

    /** Returns a schedule whose grid is drawn at random. */
    static FlushSchedule drawn(Duration flushInterval) {
        return new FlushSchedule(flushInterval, ThreadLocalRandom.current().nextLong(flushInterval.toNanos()));
    }

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
     * @param nowNanos the time by the clock of the grid
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
            long nowNanos,
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
            return now.isFinishing ? 0 : firstWaitNanos(now) - now.sinceNanos;
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

    /** Returns the time from the beginning of the wait to the next flush, unless that is hurried: up to the next time of the grid. */
    private long firstWaitNanos(Situation now) {
        if (now.isHurried) {
            return intervalNanos(now);
        }
        long intervalNanos = flushInterval.toNanos();
        return intervalNanos - Math.floorMod(now.nowNanos - now.sinceNanos - phaseNanos, intervalNanos);
    }

    private long intervalNanos(Situation now) {
        return (now.isHurried && now.disk != Disk.REFUSING ? HURRIED_INTERVAL : flushInterval).toNanos();
    }
}
