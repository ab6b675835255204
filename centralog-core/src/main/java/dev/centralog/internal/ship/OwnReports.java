// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The times to report drops of Centralog's own log lines, though nothing else is to be shipped. Such a report makes the Redis
 * client log again, if its log levels are enabled. So these drops are reported together with other lines; alone they are
 * reported at most once a minute, and once at the end.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class OwnReports {
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final BooleanSupplier isFinishing;
    private final Clock clock;
    private long reportedNanos;
    private boolean isReportedAtEnd;

    /**
     * Starts with nothing reported.
     *
     * @param isFinishing whether nothing more will be logged
     */
    OwnReports(BooleanSupplier isFinishing, Clock clock) {
        this.isFinishing = isFinishing;
        this.clock = clock;
        this.reportedNanos = clock.nanos();
    }

    boolean isTime() {
        return isFinishing.getAsBoolean() ? !isReportedAtEnd : clock.nanos() - reportedNanos >= INTERVAL_NANOS;
    }

    /** Notes that such drops were reported, alone or together with other lines. */
    void reported() {
        reportedNanos = clock.nanos();
        isReportedAtEnd = isFinishing.getAsBoolean();
    }
}
