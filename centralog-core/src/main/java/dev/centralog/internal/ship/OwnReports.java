// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The times to report what was dropped as Centralog's own, though nothing else is to be shipped. Reporting has the Redis
 * client log again, at the levels at which it does; so it goes along with what is shipped anyway, and by itself at most once
 * a minute, and once at the end.
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

    /** Some was reported, by itself or beside something else. */
    void reported() {
        reportedNanos = clock.nanos();
        isReportedAtEnd = isFinishing.getAsBoolean();
    }
}
