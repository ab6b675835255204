// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.time.Clock;
import java.time.Duration;

/**
 * How long an end may take.
 *
 * @param timeout while Redis confirms, and while the first attempt to reach it is under way
 * @param away once an attempt has failed, until one works again
 */
public record EndLimits(Duration timeout, Duration away) {
    /** Returns what the settings say. */
    public static EndLimits of(CentralogConfig config) {
        return new EndLimits(config.get(Settings.SHUTDOWN_TIMEOUT), config.get(Settings.SHUTDOWN_TIMEOUT_AWAY));
    }

    /** Returns limits of somebody who waits that long, whatever happens. */
    public static EndLimits always(Duration timeout) {
        return new EndLimits(timeout, timeout);
    }

    /** Whether these leave an end as much time as others. */
    boolean areAtLeast(EndLimits others) {
        return timeout.compareTo(others.timeout) >= 0 && away.compareTo(others.away) >= 0;
    }

    /** Returns what is left of an end that began then. */
    long leftNanos(long beganNanos, OutageTracker outage, Clock clock) {
        long ended = clock.nanos() - beganNanos;
        long left = Clock.nanosOf(timeout) - ended;
        return outage.isAway()
                ? Math.min(left, Clock.nanosOf(away) - Math.min(ended, outage.nanosSinceFailure()))
                : left;
    }

    /** Whether an end that takes no longer ends by {@link #away}. */
    boolean endByAway(OutageTracker outage) {
        return outage.isAway() && away.compareTo(timeout) < 0;
    }
}
