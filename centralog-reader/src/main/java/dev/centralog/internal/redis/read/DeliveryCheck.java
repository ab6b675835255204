// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

/**
 * A check that the pages read of a sealed delivery are all of it. A sealed delivery never changes: it is there, or another
 * reader has stored and deleted it. Counts and payloads are deleted together. So if all counts are still there after
 * everything was read, the payloads were there, too. A delivery's name is unique, and no other Redis holds something else
 * under it.
 *
 * <p>Thread-safety: none.
 */
public final class DeliveryCheck {
    private long read;

    /** Adds the number of names in a page that was read. */
    public void onPage(long names) {
        read += names;
    }

    /** Returns the number of names read so far. */
    public long read() {
        return read;
    }

    /**
     * Returns whether nothing was missed by the reads.
     *
     * @param names the number of names that the delivery holds now
     */
    public boolean isWhole(long names) {
        return read > 0 && names == read;
    }
}
