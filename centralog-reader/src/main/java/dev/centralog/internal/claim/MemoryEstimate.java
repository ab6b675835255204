// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import org.jspecify.annotations.Nullable;

/**
 * What groups take in memory when they are read, in bytes, as estimated from their payloads: JSON of a few bytes may name
 * as many objects.
 */
final class MemoryEstimate {
    /** Of what is in memory at once: two windows of events are, one being stored and one ahead, and a database's copies. */
    static final long MOST = Runtime.getRuntime().maxMemory() / 8;

    private static final long OF_A_GROUP = 600;
    private static final long OF_A_PROCESS = 64;
    private static final long OF_AN_ITEM = 48;
    private static final long OF_A_CHARACTER = 2;

    /** A payload of so many bytes can't weigh too much, whatever it holds. */
    static final long LIGHT_BYTES = MOST / (OF_A_CHARACTER + OF_AN_ITEM);

    private MemoryEstimate() {}

    static long of(ProcessCounts counts, GroupCount read) {
        return OF_A_GROUP + OF_A_PROCESS * counts.size() + of(read.payload());
    }

    static long of(byte @Nullable [] payload) {
        if (payload == null) {
            return 0;
        }
        int items = 0;
        for (byte each : payload) {
            if (each == ',' || each == ':' || each == '[' || each == '{') {
                items++;
            }
        }
        return OF_A_CHARACTER * payload.length + OF_AN_ITEM * items;
    }
}
