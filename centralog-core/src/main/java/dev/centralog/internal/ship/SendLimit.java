// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.time.Duration;

/*
 * When a Redis is available again, thousands of processes may have something to send that waited. If each sent all of it at
 * once, Redis would not come to the last ones within their time-outs; these would send everything again, and Redis would have
 * even more to do. So after a failure one batch is sent, and more as long as replies come fast: then no other process waits
 * long, either. It is TCP's way to find out what a link takes (slow start), with the time of replies as what tells of others.
 */

/**
 * The number of batches that may be under way: fewer while Redis is slow, one after a failure.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class SendLimit {
    /** The most batches under way: Redis knows the tokens of so many. */
    static final int MOST = Marker.TOKENS;

    /** The time of a reply up to which one more batch may be under way. */
    private static final long FAST_NANOS = Duration.ofMillis(250).toNanos();

    /** The time of a reply from which on half as many batches may be under way, unless replies always take that long. */
    private static final long SLOW_NANOS = Duration.ofMillis(500).toNanos();

    /** The fastest replies tell how long the way to Redis is; so many times as long, and Redis is what is slow. */
    private static final int SLOWER = 3;

    private int batches = MOST;
    private long fastestNanos = Long.MAX_VALUE / SLOWER;

    /** Returns the number of batches that may be under way. */
    int batches() {
        return batches;
    }

    /** Notes how long the reply to a batch took. */
    void onReply(long nanos) {
        fastestNanos = Math.min(fastestNanos, nanos);
        long ofWay = fastestNanos * SLOWER;
        if (nanos < Math.max(FAST_NANOS, ofWay / 2)) {
            batches = Math.min(MOST, batches + 1);
        } else if (nanos >= Math.max(SLOW_NANOS, ofWay)) {
            batches = Math.max(1, batches / 2);
        }
    }

    /** Notes a failed attempt. */
    void onFailure() {
        batches = 1;
    }
}
