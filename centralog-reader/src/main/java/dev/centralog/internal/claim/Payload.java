// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;

/** What came with a count, and what may be read of it: whatever anybody has put there. */
final class Payload {
    private Payload() {}

    /** Whether there is one, be it one that may not be read. */
    static boolean isThere(GroupCount counted) {
        return counted.payload() != null || counted.refusedBytes() > 0;
    }

    /**
     * Its bytes, if reading them takes no more memory than there is for it.
     *
     * @throws UnreadableEventException if it does, or if they were not even fetched
     */
    static byte[] readable(GroupCount counted) {
        if (counted.refusedBytes() > 0) {
            throw new UnreadableEventException(
                    counted.refusedBytes() + " bytes, longer than any that a producer writes: it was not fetched");
        }
        byte[] payload = bytes(counted);
        long weight = payload.length > MemoryEstimate.LIGHT_BYTES ? MemoryEstimate.of(payload) : 0;
        if (weight > MemoryEstimate.MOST) {
            throw new UnreadableEventException("reading it takes some " + weight + " bytes of memory, more than "
                    + MemoryEstimate.MOST + ", an eighth of what this process has");
        }
        return payload;
    }

    /** Its bytes as far as they are here. */
    static byte[] bytes(GroupCount counted) {
        byte[] payload = counted.payload();
        return payload == null ? new byte[0] : payload;
    }
}
