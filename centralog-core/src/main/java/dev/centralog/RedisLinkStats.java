// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the connection of a {@link Centralog} to Redis, for events and actions together. Times are of this
 * host's clock.
 *
 * @param awaySince the time since which nothing could be shipped; null while all is well, or there was nothing to
 *     ship
 * @param outages the number of outages since the start, the present one included
 * @param lastError the cause of the last failed attempt to ship, without passwords; null if none has failed yet
 * @param lastErrorAt the time of the last failed attempt to ship; null if none has failed yet
 */
public record RedisLinkStats(
        @Nullable Instant awaySince,
        long outages,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {
    /** The state in which no attempt has failed yet. */
    public static final RedisLinkStats FINE = new RedisLinkStats(null, 0, null, null);
}
