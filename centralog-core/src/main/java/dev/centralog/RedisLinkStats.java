// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Centralog} and Redis get along, for events and actions alike. Times are of this host's clock.
 *
 * @param awaySince since when nothing could be shipped; null while all is well, or nothing had to be
 * @param outages how often that began since the start, the present time included
 * @param lastError what was wrong when an attempt to ship failed last, without passwords; null if none ever did
 * @param lastErrorAt when that was
 */
public record RedisLinkStats(
        @Nullable Instant awaySince,
        long outages,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {
    /** Nothing ever went wrong. */
    public static final RedisLinkStats FINE = new RedisLinkStats(null, 0, null, null);
}
