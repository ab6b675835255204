// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.internal.redis.read.RawSamples.RawSample;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import org.jspecify.annotations.Nullable;

/**
 * An estimate, in bytes, of the memory that groups take once they are read. It counts the objects in their payloads, because
 * a few bytes of JSON may stand for as many objects.
 */
final class MemoryEstimate {
    /**
     * The most memory for one part of a window: an eighth of the heap. Two windows of events are in memory at once, one being
     * stored and one read ahead, and also the copies that are made for the database.
     */
    static final long MOST = Runtime.getRuntime().maxMemory() / 8;

    private static final long OF_A_GROUP = 600;
    private static final long OF_A_PROCESS = 64;
    private static final long OF_A_SAMPLE = 300;
    private static final long OF_AN_ITEM = 48;
    private static final long OF_A_CHARACTER = 2;

    /** The size up to which no payload can weigh too much, whatever it holds. */
    static final long LIGHT_BYTES = MOST / (OF_A_CHARACTER + OF_AN_ITEM);

    private MemoryEstimate() {}

    static long of(ProcessCounts counts, GroupCount read) {
        long sum = OF_A_GROUP + OF_A_PROCESS * counts.size() + of(read.payload());
        for (RawSample each : read.samples().all()) {
            sum += OF_A_SAMPLE + of(each.content());
        }
        return sum;
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
