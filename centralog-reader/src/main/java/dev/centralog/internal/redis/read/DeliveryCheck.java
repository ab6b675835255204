// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

/**
 * Whether what was read of a sealed delivery, page by page, is all of it. A sealed delivery never changes: it is there, or
 * another reader has stored and deleted it. Counts and payloads are deleted together; if the counts are still all there when
 * all was read, so were the payloads. Its name is given once: no other Redis has something else under it.
 *
 * <p>Thread-safety: none.
 */
public final class DeliveryCheck {
    private long read;

    /** Adds a page of names to what was read. */
    public void onPage(long names) {
        read += names;
    }

    /** Returns how many names were read so far. */
    public long read() {
        return read;
    }

    /**
     * Returns whether nothing is missing of what was read.
     *
     * @param names how many the delivery holds, now
     */
    public boolean isWhole(long names) {
        return read > 0 && names == read;
    }
}
