// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;

/**
 * The times when Redis is to be asked what it knows of all that it had confirmed: behind a new connection, since another server may
 * have taken its place; now and then, since a server may die without a word, and nothing is sent that would find it; and at
 * the end.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Verification {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    /** The interval where nothing was confirmed since the last time. */
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
     * Whether it is time.
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

    /** It begins behind that connection. */
    void begins(int reconnectsNow) {
        reconnects = reconnectsNow;
    }

    /** It is done. */
    void done() {
        acceptedReconnects = reconnects;
        verifiedNanos = clock.nanos();
        confirmedWhenVerified = session.confirmations();
    }
}
