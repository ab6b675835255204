// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import org.jspecify.annotations.Nullable;

/**
 * Whether what was read of a sealed delivery, page by page, is all of it. A sealed delivery never changes: it is there, or
 * another reader has stored and deleted it. Counts and payloads are deleted together; if the counts are still all there when
 * all was read, so were the payloads. If Redis is another one by then, what was read was sealed in one that was emptied since
 * the delivery was found, and would be stored under the name of something else.
 *
 * <p>Thread-safety: none.
 */
public class DeliveryCheck {
    private final String redisId;
    private long read;

    /**
     * A check of a delivery that nothing was read of yet.
     *
     * @param redisId the id of the Redis that it was found in
     */
    public DeliveryCheck(String redisId) {
        this.redisId = redisId;
    }

    /** Adds a page of groups to what was read. */
    public final void onPage(long groups) {
        read += groups;
    }

    /** Returns how many groups were read so far. */
    public final long read() {
        return read;
    }

    /**
     * Returns whether nothing is missing of what was read.
     *
     * @param groups how many the delivery holds, now
     * @param redisIdNow the id of the Redis that said so; null for none
     */
    public final boolean isWhole(long groups, @Nullable String redisIdNow) {
        return read > 0 && groups == read && isSameRedis(redisId, redisIdNow);
    }

    /** Returns whether it is the Redis that the delivery was found in. */
    protected boolean isSameRedis(String found, @Nullable String now) {
        return found.equals(now);
    }
}
