// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.time.Clock;
import java.time.Duration;

/**
 * The time that an end may take.
 *
 * @param timeout the limit while Redis confirms, and while the first attempt to reach it is under way
 * @param away the limit once an attempt has failed, until one works again
 */
public record EndLimits(Duration timeout, Duration away) {
    /** Returns the limits of the settings. */
    public static EndLimits of(CentralogConfig config) {
        return new EndLimits(config.get(Settings.SHUTDOWN_TIMEOUT), config.get(Settings.SHUTDOWN_TIMEOUT_AWAY));
    }

    /** Returns limits that both are that long, whether Redis is available or not. */
    public static EndLimits always(Duration timeout) {
        return new EndLimits(timeout, timeout);
    }

    /** Whether these leave an end at least as much time as others. */
    boolean areAtLeast(EndLimits others) {
        return timeout.compareTo(others.timeout) >= 0 && away.compareTo(others.away) >= 0;
    }

    /** Returns the time that is left of an end that began then, in nanoseconds. */
    long leftNanos(long beganNanos, OutageTracker outage, Clock clock) {
        long ended = clock.nanos() - beganNanos;
        long left = Clock.nanosOf(timeout) - ended;
        return outage.isAway()
                ? Math.min(left, Clock.nanosOf(away) - Math.min(ended, outage.nanosSinceFailure()))
                : left;
    }

    /** Whether {@link #away} is the limit that ends it now, and not {@link #timeout}. */
    boolean endByAway(OutageTracker outage) {
        return outage.isAway() && away.compareTo(timeout) < 0;
    }
}
