// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;

/**
 * The times when Redis is to be asked whether it still has everything that it confirmed: after a new connection, since
 * another server may have taken its place; now and then, since a server may die silently while nothing is sent that would
 * show it; and at the end.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Verification {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    /** The interval if nothing was confirmed since the last verification. */
    private static final long IDLE_INTERVAL_NANOS = Duration.ofSeconds(60).toNanos();

    private final ProducerSession session;
    private final Clock clock;
    private int acceptedReconnects;
    private int reconnects;
    private long verifiedNanos;
    private long confirmedWhenVerified;

    Verification(ProducerSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.verifiedNanos = clock.nanos();
    }

    /**
     * Whether a verification is due.
     *
     * @param reconnectsNow how often the connection was made anew
     * @param atEnd whether nothing is logged any more
     */
    boolean isDue(int reconnectsNow, boolean atEnd) {
        if (reconnectsNow != acceptedReconnects) {
            return true;
        }
        boolean isNew = session.confirmations() != confirmedWhenVerified;
        if (atEnd) {
            return isNew && session.hasConfirmed();
        }
        long nanos = clock.nanos() - verifiedNanos;
        return nanos >= (isNew ? INTERVAL_NANOS : IDLE_INTERVAL_NANOS) && session.hasConfirmed();
    }

    /** Notes the number of reconnects at which a verification begins. */
    void begins(int reconnectsNow) {
        reconnects = reconnectsNow;
    }

    /** Notes that the verification is done. */
    void done() {
        acceptedReconnects = reconnects;
        verifiedNanos = clock.nanos();
        confirmedWhenVerified = session.confirmations();
    }
}
