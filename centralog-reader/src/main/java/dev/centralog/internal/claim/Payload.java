// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;

/** The payload that came with a count, and the limits for reading it: strangers may have written anything there. */
final class Payload {
    private Payload() {}

    /** Returns whether there is a payload, even if it may not be read. */
    static boolean isThere(GroupCount counted) {
        return counted.payload() != null || counted.refusedBytes() > 0;
    }

    /**
     * Returns the payload's bytes, if decoding them takes no more memory than is allowed.
     *
     * @throws UnreadableEventException if it takes more, or if the bytes were not even fetched
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

    /** Returns the payload's bytes; an empty array if there is no payload or if it was not fetched. */
    static byte[] bytes(GroupCount counted) {
        byte[] payload = counted.payload();
        return payload == null ? new byte[0] : payload;
    }
}
